package ledger

import (
	"slices"
	"strings"
	"testing"
)

func TestTheFloorIsWhatTheManualHas(t *testing.T) {
	f := Floor()
	for _, c := range []struct {
		kind string
		got  []string
		want int // counted in the manual
	}{
		{"parameters", f.Parameters, 328}, {"response fields", f.Fields, 204}, {"codes", f.Codes, 55}, {"errata", f.Errata, 68},
	} {
		if len(c.got) != c.want {
			t.Errorf("%d %s, want %d", len(c.got), c.kind, c.want)
		}
	}
	if len(f.Results) < 132 {
		t.Errorf("%d results, want at least the manual's 132", len(f.Results))
	}
	for list, names := range map[*[]string][]string{
		&f.Parameters: {"CALLSTART/DEVICEID", "MODECHANGE/REQUESTID"}, &f.Results: {"CALLSTART/API_OK", "CALLUPDATE/API_RECORDID_INVALID"},
		&f.Fields: {"DEVICELIST/COUNT", "SYSTEMSTATUS/PROCESSOR#"}, &f.Events: {"CALLSTART/KEEPDAYS", "RECORDINGRESUMED/COREIDENT"},
		&f.Widths: {"CALLSTART/USER7", "AGENTWINDOW/IPADDRESS"}, &f.Codes: {"0", "17", "55"}, &f.Errata: {"E-01", "E-68"},
	} {
		for _, name := range names {
			if !slices.Contains(*list, name) {
				t.Errorf("the floor lacks %s", name)
			}
		}
	}
	if slices.Contains(f.Codes, "19") || slices.Contains(f.Widths, "CALLSTART/CALLINSTANCE") || slices.Contains(f.Fields, "DEVICELIST/DEVICES") {
		t.Error("the floor has what the manual has not: code 19, a width of CALLINSTANCE, a section as a field")
	}
}

func TestFactsNameTheirFunctionOrEvent(t *testing.T) {
	r := Requirement{ID: "CALLSTART-9", Errata: []string{"E-24"}, Covers: Covers{
		Parameters: []string{"USER7", "CALLUPDATE.RECORDID"}, Results: []string{"API_OK"}, Fields: []string{"KEEPDAYS", "DEVICELIST.COUNT"},
		Widths: []string{"USER7"}, Codes: []string{"API_INVALID_MESSAGE_FORMAT"},
	}}
	var got []string
	r.Facts().Each(func(kind, name string) { got = append(got, kind+" "+name) })
	want := "parameter CALLSTART/USER7; parameter CALLUPDATE/RECORDID; result CALLSTART/API_OK; field DEVICELIST/COUNT; " +
		"event field CALLSTART/KEEPDAYS; width CALLSTART/USER7; code 16; code 17; code 20; erratum E-24"
	slices.Sort(got)
	wanted := strings.Split(want, "; ")
	slices.Sort(wanted)
	// The order within a kind is that of the names, and of codes that of the numbers.
	if !slices.Equal(got, wanted) {
		t.Errorf("got\n%q, want\n%q", got, wanted)
	}
}

func TestWithoutLeavesWhatNobodyCovers(t *testing.T) {
	all := Facts{Codes: []string{"20", "8", "7"}, Errata: []string{"E-01"}}.tidy()
	rest := all.Without(Facts{Codes: []string{"8"}}, Facts{Errata: []string{"E-01"}, Fields: []string{"20"}})
	if !slices.Equal(rest.Codes, []string{"7", "20"}) || len(rest.Errata) != 0 || rest.Fields == nil {
		t.Errorf("left is %+v", rest)
	}
}
