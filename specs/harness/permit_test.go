package harness

import (
	"slices"
	"strings"
	"testing"

	"github.com/offhook/offhook/reference/catalog"
)

// TestWhatIsNoPlainRequestIsNotTakenForOne: in doubt nothing is sent.
func TestWhatIsNoPlainRequestIsNotTakenForOne(t *testing.T) {
	const status = "<REQUEST><TYPE>STATIONS</TYPE><REQUESTID>1</REQUESTID></REQUEST>\r\n"
	target := &Target{ReadOnly: true}
	for text, may := range map[string]bool{
		status:          true,
		"":              true,
		status + status: true,
		strings.Replace(status, "STATIONS", "test", 1):                                 true,
		strings.Replace(status, "STATIONS", "CALLSTART", 1):                            false,
		strings.Replace(status, "STATIONS", "callstart", 1):                            false,
		strings.Replace(status, "STATIONS", "&#67;ALLSTART", 1):                        false,
		strings.Replace(status, "STATIONS", "EVENTS", 1):                               false,
		strings.Replace(status, "STATIONS", "NOSUCHTYPE", 1):                           false,
		status + strings.Replace(status, "STATIONS", "CALLSTART", 1):                   false,
		status[:len(status)/2]:                                                         false,
		"STOP</TYPE></REQUEST>\r\n":                                                    false,
		"<REQUEST><TYPE>TEST</TYPE><TYPE>CALLSTART</TYPE></REQUEST>\r\n":               false,
		"<REQUEST><TYPE>CALLSTART</TYPE><TYPE>TEST</TYPE></REQUEST>\r\n":               false,
		"<REQUEST><A><TYPE>CALLSTART</TYPE></A><TYPE>TEST</TYPE></REQUEST>\r\n":        false,
		"<REQUEST><!--</TYPE><TYPE>CALLSTART--><TYPE>TEST</TYPE></REQUEST>\r\n":        false,
		"<RESULT><TYPE>TEST</TYPE></RESULT>\r\n":                                       false,
		"garbage" + status:                                                             false,
		"<REQUEST><REQUESTID>1</REQUESTID></REQUEST>\r\n":                              false,
		"<?xml version=\"1.0\"?>" + strings.Replace(status, "STATIONS", "CALLSTOP", 1): false,
	} {
		if r := target.refuse(askedByXML([]byte(text))); (r == nil) != may {
			t.Errorf("%q: %v", text, r)
		}
	}
}

func TestWhatIsNoPlainHTTPRequestIsNotTakenForOne(t *testing.T) {
	target := &Target{ReadOnly: true}
	for text, may := range map[string]bool{
		"GET /webAPI.aspx?TYPE=TEST&REQUESTID=1 HTTP/1.1\r\nHost: x\r\n\r\n":                                               true,
		"GET /webAPI.aspx?type=calllist HTTP/1.1\r\nHost: x\r\n\r\n":                                                       true,
		"POST /webAPI.aspx HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nTYPE=TEST":                                      true,
		"GET /webAPI.aspx?TYPE=CALLSTART HTTP/1.1\r\nHost: x\r\n\r\n":                                                      false,
		"GET /webAPI.aspx?TYPE=%43ALLSTART HTTP/1.1\r\nHost: x\r\n\r\n":                                                    false,
		"GET /webAPI.aspx?TYPE=TEST&TYPE=CALLSTART HTTP/1.1\r\nHost: x\r\n\r\n":                                            false,
		"GET /webAPI.aspx HTTP/1.1\r\nHost: x\r\n\r\n":                                                                     false,
		"POST /webAPI.aspx?TYPE=TEST HTTP/1.1\r\nHost: x\r\nContent-Length: 14\r\n\r\nTYPE=CALLSTART":                      false,
		"POST /webAPI.aspx HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nTYPE=TESTGET /?TYPE=CALLSTART HTTP/1.1\r\n\r\n": false,
		"what": false,
	} {
		if r := target.refuse(askedByHTTP([]byte(text))); (r == nil) != may {
			t.Errorf("%q: %v", text, r)
		}
	}
}

func TestReadOnlySpecsAreSkippedWhateverTheyDoAfterwards(t *testing.T) {
	target := system(t)
	target.ReadOnly = true
	for name, body := range map[string]func(*T){
		"a request":  func(s *T) { s.Start(s.Device()) },
		"bytes":      func(s *T) { s.Dial().Raw("<REQUEST>") },
		"tried":      func(s *T) { s.Dial().TryRaw("<REQUEST>"); s.Failf("no") },
		"in vain":    func(s *T) { s.Eventually("it", func() { s.Start(s.Device()) }) },
		"at once":    func(s *T) { s.Each(3, func(int) { s.Dial().Send("CALLSTOP", "DEVICEID", "1") }) },
		"conditions": func(s *T) { s.CoresDown() },
		"a handler":  func(s *T) { s.Events("ALL") },
	} {
		if o := try(t, NewRun(target, 1, 1), body); !strings.Contains(o.Skipped, "read_only") || o.Failure != nil {
			t.Errorf("%s: %+v", name, o)
		}
	}
	holds(t, try(t, NewRun(target, 1, 1), func(s *T) { s.OK("STATIONS") }))
}

func TestEveryFunctionOfAFeatureIsOne(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range Features {
		for _, typ := range f.Functions {
			if catalog.Lookup(typ) == nil || seen[typ] {
				t.Errorf("%s of %s", typ, f.Name)
			}
			seen[typ] = true
		}
	}
	if featureOf("combineexport") != "export" && slices.Contains(catalog.Lookup("COMBINEDEXPORT").Aliases, "COMBINEEXPORT") {
		t.Error("an alias belongs to no feature")
	}
}
