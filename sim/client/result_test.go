package client

import (
	"testing"

	"github.com/offhook/offhook/reference/wire"
)

func TestResultsAreReadInEveryFormThatTheErrataAllow(t *testing.T) {
	for _, c := range []struct {
		name, doc string
		label     string
		code      int
		ok        bool
	}{
		{"label in RESULTTYPE (E-03)",
			`<RESULT><REQUESTTYPE>T</REQUESTTYPE><REQUESTID>1</REQUESTID><RESULTTYPE>API_OK</RESULTTYPE><RESULTCODE>20</RESULTCODE><RESULTMSG>API_OK</RESULTMSG></RESULT>`,
			"API_OK", 20, true},
		{"other order of siblings (E-05)",
			`<RESULT><RESULTMSG>no</RESULTMSG><RESULTCODE>24</RESULTCODE><RESULTTYPE>API_AGENT_NOT_FOUND</RESULTTYPE><REQUESTID>1</REQUESTID></RESULT>`,
			"API_AGENT_NOT_FOUND", 24, false},
		{"ERROR with the label in RESULTMSG (E-03)",
			`<RESULT><REQUESTID>1</REQUESTID><RESULTTYPE>ERROR</RESULTTYPE><RESULTCODE>17</RESULTCODE><RESULTMSG> API_ERROR_NO_DEFAULT_RECORDING_PATH</RESULTMSG></RESULT>`,
			"API_ERROR_NO_DEFAULT_RECORDING_PATH", 17, false},
		{"ERROR with label and text (E-66)",
			`<RESULT><RESULTTYPE>ERROR</RESULTTYPE><RESULTCODE>8</RESULTCODE><RESULTMSG>API_DEVICE_INVALID: no such device</RESULTMSG></RESULT>`,
			"API_DEVICE_INVALID", 8, false},
		{"label only",
			`<RESULT><RESULTTYPE>API_OK</RESULTTYPE></RESULT>`, "API_OK", -1, true},
		{"code is no number",
			`<RESULT><RESULTTYPE>API_NO_GROUP</RESULTTYPE><RESULTCODE>x</RESULTCODE></RESULT>`, "API_NO_GROUP", -1, false},
		{"code out of range",
			`<RESULT><RESULTTYPE>ERROR</RESULTTYPE><RESULTCODE>99999</RESULTCODE></RESULT>`, "", 99999, false},
		{"CALLLIST without head (E-06)",
			`<RESULT><TYPE>CALLLIST</TYPE><REQUESTID>1</REQUESTID><SEARCHRESULT/></RESULT>`, "", -1, true},
		{"FETCHTERMINOLOGY without head (E-07)",
			`<RESULT><REQUESTTYPE>FETCHTERMINOLOGY</REQUESTTYPE><REQUESTID>1</REQUESTID></RESULT>`, "", -1, true},
		{"another function without head is no success",
			`<RESULT><REQUESTTYPE>CALLSTART</REQUESTTYPE><REQUESTID>1</REQUESTID></RESULT>`, "", -1, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			e, err := wire.ParseElement([]byte(c.doc))
			if err != nil {
				t.Fatal(err)
			}
			r := NewResult(e, []byte(c.doc))
			if r.Label() != c.label || r.Code != c.code || r.OK() != c.ok {
				t.Errorf("label %q code %d ok %v, want %q %d %v", r.Label(), r.Code, r.OK(), c.label, c.code, c.ok)
			}
		})
	}
}
