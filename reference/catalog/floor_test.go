package catalog

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// spellOut splits a list of facts, with USER1-USER15 as fifteen.
func spellOut(list string) []string {
	var out []string
	for _, w := range strings.Fields(list) {
		if w != "USER1-USER15" {
			out = append(out, w)
			continue
		}
		for i := 1; i <= 15; i++ {
			out = append(out, fmt.Sprintf("USER%d", i))
		}
	}
	return out
}

// leaves returns the tags that hold text, and PROCESSOR#, in order.
func leaves(layout []Layout) []string {
	var out []string
	for _, l := range layout {
		if len(l.Children) == 0 || strings.HasSuffix(l.Name, "#") {
			out = append(out, l.Name)
		}
		out = append(out, leaves(l.Children)...)
	}
	return out
}

func sorted(s []string) []string { s = slices.Clone(s); slices.Sort(s); return s }

func TestEveryFunctionHasTheManualsParametersResultsAndFields(t *testing.T) {
	var params, results, fields int
	for _, fact := range functionFacts {
		t.Run(fact.name, func(t *testing.T) {
			f := Lookup(fact.name)
			if f == nil {
				t.Fatal("not declared")
			}
			if string(f.Chapter) != fact.chapter {
				t.Errorf("chapter %q, want %q", f.Chapter, fact.chapter)
			}
			want := map[string]Transports{"tcp,http": TCP | HTTP, "tcp": TCP, "http": HTTP}[fact.transports]
			if f.Transports != want {
				t.Errorf("transports %b, want %b", f.Transports, want)
			}

			var names []string
			for _, p := range f.Params {
				names = append(names, p.Name.String())
			}
			wantParams := spellOut(fact.params)
			if !slices.Equal(sorted(names), sorted(wantParams)) {
				t.Errorf("parameters\n%q, want\n%q", names, wantParams)
			}
			for _, label := range strings.Fields(fact.results) {
				if !slices.ContainsFunc(f.Results, func(o Outcome) bool { return o.Code.String() == label }) {
					t.Errorf("no result %s", label)
				}
			}
			wantFields := spellOut(fact.fields)
			if got := leaves(f.Layout); !slices.Equal(sorted(got), sorted(wantFields)) {
				t.Errorf("response fields\n%q, want\n%q", got, wantFields)
			}
		})
		params += len(spellOut(fact.params))
		results += len(spellOut(fact.results))
		fields += len(spellOut(fact.fields))
	}
	if len(Functions) != 44 || params != 328 || results != 132 || fields != 204 {
		t.Errorf("%d functions, %d parameters, %d results, %d fields; want 44, 328, 132, 204",
			len(Functions), params, results, fields)
	}
}

func TestEveryResultCodeHasTheManualsLabel(t *testing.T) {
	if len(Codes) != 55 || len(codeFacts) != 55 {
		t.Fatalf("%d codes, want 55", len(Codes))
	}
	for i, c := range Codes {
		if c.Label != codeFacts[c.Code] || c.Code.String() != c.Label {
			t.Errorf("code %d is %q, want %q", c.Code, c.Label, codeFacts[c.Code])
		}
		if i > 0 && c.Code <= Codes[i-1].Code {
			t.Errorf("code %d stands after %d", c.Code, Codes[i-1].Code)
		}
	}
	if got := Code(19).String(); got != "API_CODE_19" {
		t.Errorf("code 19, which does not exist, is %q", got)
	}
}

func TestEveryEventHasTheFieldsOfItsExampleInOrder(t *testing.T) {
	if len(Events) != 7 || len(eventFacts) != 7 {
		t.Fatalf("%d events, want 7", len(Events))
	}
	for i, fact := range eventFacts {
		e := Events[i]
		var names []string
		for _, f := range e.Fields {
			names = append(names, f.Name)
		}
		if e.Name != fact.name || e.Class != fact.class || e.Module != fact.module {
			t.Errorf("event %d is %s of %s by %q, want %s of %s by %q",
				i, e.Name, e.Class, e.Module, fact.name, fact.class, fact.module)
		}
		if got := strings.Join(names, " "); got != fact.fields {
			t.Errorf("%s has\n%s, want\n%s", e.Name, got, fact.fields)
		}
	}
	byName := []*EventType{EventCallStart, EventCallStop, EventRecordingStarted, EventRecordingStopped,
		EventRecordingUpdate, EventRecordingPaused, EventRecordingResumed}
	for i, e := range byName {
		if e.Name != eventFacts[i].name {
			t.Errorf("the variable of %s is %s", eventFacts[i].name, e.Name)
		}
	}
}

func TestTheErrataLedgerIsCompleteAndItsReadingsAreNamed(t *testing.T) {
	if len(Errata) != 68 {
		t.Fatalf("%d errata, want 68", len(Errata))
	}
	short := regexp.MustCompile(`^[a-z0-9_-]+$`)
	for i, e := range Errata {
		if want := fmt.Sprintf("E-%02d", i+1); e.ID != want {
			t.Errorf("erratum %d is %s, want %s", i, e.ID, want)
		}
		if LookupErratum(e.ID) != &Errata[i] {
			t.Errorf("%s is not found by its id", e.ID)
		}
		for name, column := range map[string]string{"where": e.Where, "problem": e.Problem, "emit": e.Emit,
			"accept": e.Accept, "send": e.Send} {
			if column == "" {
				t.Errorf("%s says nothing under %s", e.ID, name)
			}
		}
		if len(e.Readings) == 1 {
			t.Errorf("%s names a single reading", e.ID)
		}
		seen := map[string]bool{}
		for _, r := range e.Readings {
			if !short.MatchString(r.Name) || seen[r.Name] || r.Doc == "" {
				t.Errorf("%s has a bad reading %q", e.ID, r.Name)
			}
			seen[r.Name] = true
		}
	}
	if LookupErratum("E-69") != nil {
		t.Error("E-69 was found")
	}
}

// mentioned finds the errata that a text cites.
var mentioned = regexp.MustCompile(`E-\d+`)

func TestEveryDeclarationExplainsItself(t *testing.T) {
	cites := func(t *testing.T, text string) {
		for _, id := range mentioned.FindAllString(text, -1) {
			if LookupErratum(id) == nil {
				t.Errorf("%s is cited and does not exist", id)
			}
		}
	}
	for i := range Functions {
		f := &Functions[i]
		t.Run(f.Name, func(t *testing.T) {
			if f.Summary == "" || len(f.Results) == 0 || f.Params[0].Name != REQUESTID {
				t.Error("lacks a summary, a result or REQUESTID in front")
			}
			for _, id := range f.Errata {
				cites(t, id)
			}
			for _, p := range f.Params {
				cites(t, p.Doc)
				if p.Doc == "" {
					t.Errorf("%s is not explained", p.Name)
				}
				if (p.Type == Enum || p.Type == Flag) == (len(p.Allowed) == 0) {
					t.Errorf("%s allows %q", p.Name, p.Allowed)
				}
				if p.Type == Text && p.Width == 0 {
					t.Errorf("%s has no limit", p.Name)
				}
				if p.Identifies && p.Required {
					t.Errorf("%s is required though one of several is enough", p.Name)
				}
			}
			for _, g := range f.Groups {
				for _, alt := range g.Alternatives {
					for _, n := range alt {
						if f.Param(n) == nil {
							t.Errorf("a rule names %s, which is no parameter", n)
						}
					}
				}
				if g.Message == "" || f.Outcome(g.Code) == nil {
					t.Errorf("a rule answers %s %q, which is no result", g.Code, g.Message)
				}
			}
			for _, o := range f.Results {
				if o.When == "" {
					t.Errorf("%s does not say when", o.Code)
				}
			}
		})
	}
	var explained func(f string, layout []Layout)
	explained = func(f string, layout []Layout) {
		for _, l := range layout {
			cites(t, l.Doc)
			if l.Doc == "" {
				t.Errorf("%s: %s is not explained", f, l.Name)
			}
			explained(f, l.Children)
		}
	}
	for _, f := range Functions {
		explained(f.Name, f.Layout)
	}
	for _, e := range Events {
		for _, f := range e.Fields {
			if f.Doc == "" {
				t.Errorf("%s: %s is not explained", e.Name, f.Name)
			}
		}
	}
	for _, c := range Codes {
		cites(t, c.Doc)
	}
}

func TestWidthsAreThoseOfTheFunctionsOwnTable(t *testing.T) {
	cases := []struct {
		function string
		param    Name
		width    int
		table    string
	}{
		{"CALLSTART", DEVICEID, 64, "calls"},
		{"CALLSTART", DEVICEALIAS, 15, "calls"},
		{"CALLSTART", SYS_USER, 30, "calls"},
		{"CALLSTART", CALLID, 16, "calls"},
		{"CALLSTART", USER3, 20, "calls"},
		{"CALLSTART", USER4, 255, "calls"},
		{"CALLSTART", USER8, 255, "calls"},
		{"CALLSTART", USER9, 50, "calls"},
		{"CALLSTART", USER15, 50, "calls"},
		{"CALLSTART", CALLINSTANCE, 64, ""},
		{"CALLSTART", PRIORITY, 0, "calls"},
		{"RECORDSTOP", STATIONNAME, 50, "calls"},
		{"DEVICESTATUS", CRM_USER, 30, "status"},
		{"CALLLIST", DEVICEID, 64, ""},
		{"CALLLIST", GATE, 20, "calllist"},
		{"CHATSTART", SESSIONID, 255, "chat"},
		{"CHATSTART", KEYVALUE, 255, "chat"},
		{"BLACKOUTSTART", DEVICEALIAS, 100, "blackout"},
		{"BLACKOUTSTART", CRM_USER, 50, "blackout"},
		{"AGENTBLACKOUTSTOP", SYS_USER, 255, "blackout"},
		{"IMPORTUSER", FIRSTNAME, 20, "import"},
		{"IMPORTUSER", EMPLOYEEID, 50, "import"},
		{"IMPORTUSER", USERNAME, 255, ""},
		{"IMPORTAGENTPHONE", PHONEID, 10, "import"},
		{"IMPORTWORKSTATION", DEVICEID, 15, "import"},
		{"MODIFYUSERGROUPPERMISSION", USERNAME, 16, "groups"},
		{"MODIFYGROUPPERMISSION", DEVICEID, 64, "groups"},
		{"AGENTWINDOW", USERNAME, 255, "agentwindow"},
		{"EMAIL", UNIQUEID, 255, "email"},
		{"COMBINEDEMAIL", IDENT, 255, "email"},
	}
	for _, c := range cases {
		p := Lookup(c.function).Param(c.param)
		if p.Width != c.width || p.Table != c.table {
			t.Errorf("%s of %s is %d wide by table %q, want %d by %q",
				c.param, c.function, p.Width, p.Table, c.width, c.table)
		}
	}
}

func TestDevicesAreIdentifiedInTheManualsOrder(t *testing.T) {
	cases := map[string]string{ // + needs an agent
		"CALLSTART":     "DEVICEID DEVICEALIAS+ STATIONNAME SYS_USER+ CRM_USER+",
		"CALLSTOP":      "DEVICEID SYS_USER+ CRM_USER+ DEVICEALIAS+ STATIONNAME",
		"CALLUPDATE":    "DEVICEID CRM_USER+ SYS_USER+ DEVICEALIAS+ STATIONNAME",
		"RECORDSTART":   "DEVICEID DEVICEALIAS+ STATIONNAME SYS_USER+ CRM_USER+",
		"RECORDSTOP":    "DEVICEID SYS_USER+ CRM_USER+ DEVICEALIAS+ STATIONNAME",
		"DEVICESTATUS":  "DEVICEID DEVICEALIAS CRM_USER SYS_USER",
		"BLACKOUTSTART": "DEVICEID DEVICEALIAS CRM_USER SYS_USER",
	}
	for name, want := range cases {
		var got []string
		for _, p := range Lookup(name).Params {
			if p.Identifies && p.NeedsAgent {
				got = append(got, p.Name.String()+"+")
			} else if p.Identifies {
				got = append(got, p.Name.String())
			}
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%s: %s, want %s", name, s, want)
		}
	}
}

func TestDeprecatedFunctionsNameTheirReplacement(t *testing.T) {
	cases := map[string][2]string{
		"IMPORTSTATION": {"5.3", "IMPORTWORKSTATION"}, "MODECHANGE": {"5.0", ""},
		"EXTENSIONPLAYBACKSTART": {"5.0", ""}, "EXTENSIONPLAYBACKSTOP": {"5.0", ""},
		"RECORDINGDEVICE": {"5.0", ""}, "RECORDINGDEVICEALIAS": {"5.0", ""}, "IMPORTAGENT": {"5.0", "IMPORTUSER"},
	}
	for i := range Functions {
		f := &Functions[i]
		if want := cases[f.Name]; f.Deprecated != want[0] || f.Replaced != want[1] {
			t.Errorf("%s: deprecated since %q for %q, want %q", f.Name, f.Deprecated, f.Replaced, want)
		}
		if f.Replaced != "" && Lookup(f.Replaced) == nil {
			t.Errorf("%s is replaced by %s, which does not exist", f.Name, f.Replaced)
		}
	}
}
