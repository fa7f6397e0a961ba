package reports

import (
	"bytes"
	"encoding/json"
	"maps"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// runs are all kinds of runs, finished.
func runs() map[string]*Conform {
	spec := func(state State, change func(*Spec)) Spec {
		s := Spec{ID: "CALLSTOP-3", Requirements: []string{"CALLSTOP-3"}, State: state, Chapter: "Call Handling", Function: "CALLSTOP", Title: "ends a call", DurationMS: 1.25}
		if change != nil {
			change(&s)
		}
		return s
	}
	failure := func(s *Spec) {
		s.Message, s.Sent, s.Received, s.Expected = "the answer is 8", "<REQUEST/>", "<RESULT/>", "20 API_OK"
		s.Wrong, s.Transcript, s.Repeat = []string{"<RESULT/>"}, "transcripts/CALLSTOP-3.txt", "offhook conform"
	}
	all := map[string]*Conform{
		"zero":     {},
		"passes":   {Specs: []Spec{spec(Passed, nil)}},
		"failures": {Specs: []Spec{spec(Failed, failure), spec(Failed, nil)}},
		"warnings": {Specs: []Spec{spec(Warned, failure), spec(Warned, nil)}},
		"skips":    {Specs: []Spec{spec(Skipped, func(s *Spec) { s.Reason = "no hook" }), spec(Skipped, nil)}},
		"unstable": {Specs: []Spec{spec(Failed, func(s *Spec) { s.Unstable = true })}},
		"known": {Specs: []Spec{spec(Warned, func(s *Spec) { s.Known = "ticket 4711" })},
			KnownFailures: []KnownFailure{{ID: "CALLSTOP-3", Reason: "ticket 4711", Expires: "2027-01-31", State: KnownFails}}},
		"aborted":  {Aborted: "the target stopped answering", Specs: []Spec{spec(Failed, failure), spec("", nil)}},
		"left out": {LeftOut: []LeftOut{{Feature: "chat"}}, Specs: []Spec{spec(Passed, nil)}},
		"no UTF-8": {Aborted: "\xff\xfe", Target: Target{API: "\x80"}, Specs: []Spec{spec(Failed, func(s *Spec) {
			s.Message, s.Title, s.Received, s.ID, s.Chapter, s.Function = "\xed\xa0\x80", "\xc3", "\xff\x00\x1b]0;x\x07", "\x80\x81", "\xf0\x28", "\xc0\xaf"
			s.Wrong = []string{"\xff"}
		}), spec(Skipped, func(s *Spec) { s.Reason = "\xff" })}},
		"nameless":   {Specs: []Spec{{}, {State: Failed}, {State: Warned}, {State: Skipped}}},
		"two places": {Specs: []Spec{spec(Passed, nil), spec(Passed, func(s *Spec) { s.Chapter = "General" }), spec(Failed, func(s *Spec) { s.Chapter = "" })}},
		"long":       {Duration: 1e6, Specs: []Spec{spec(Failed, func(s *Spec) { s.Received, s.DurationMS = strings.Repeat("]]>", 40_000), 1e9 })}},
		"instant":    {Duration: 1e-9, Specs: []Spec{spec(Passed, func(s *Spec) { s.DurationMS = 1e-12 })}},
		"many":       many(1600, 300),
		"far away":   {Started: time.Date(2026, 11, 23, 23, 59, 59, 999, time.FixedZone("", 14*3600)), Specs: []Spec{spec(Passed, nil)}},
	}
	for _, c := range all {
		c.Finish()
	}
	maps.Copy(all, map[string]*Conform{"rich": rich(), "hostile": hostileRun()})
	return all
}

func TestJSONFollowsItsSchema(t *testing.T) {
	schema, err := jsonschema.UnmarshalJSON(bytes.NewReader(ConformJSONSchema))
	if err != nil {
		t.Fatal(err)
	}
	closed(schema)
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource("conform", schema); err != nil {
		t.Fatal(err)
	}
	compiled, err := compiler.Compile("conform")
	if err != nil {
		t.Fatal(err)
	}
	validate := func(t *testing.T, text string) error {
		t.Helper()
		doc, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		return compiled.Validate(doc)
	}
	for name, c := range runs() {
		t.Run(name, func(t *testing.T) {
			text := render(t, c.WriteJSON)
			if err := validate(t, text); err != nil {
				t.Error(err)
			}
			var back Conform
			if err := json.Unmarshal([]byte(text), &back); err != nil {
				t.Fatal(err)
			}
			if again := render(t, back.WriteJSON); again != text {
				t.Error("read and written again it is another")
			}
		})
	}
	good := render(t, rich().WriteJSON)
	for what, change := range map[string][2]string{
		"no verdict":           {`"verdict": "nonconforming",`, ``},
		"another verdict":      {`"verdict": "nonconforming"`, `"verdict": "fine"`},
		"another state":        {`"state": "skipped"`, `"state": "pending"`},
		"a skip without why":   {`"reason": "the target offers no way to set: cores down"`, `"reason": ""`},
		"a time in words":      {`"started": "2025-03-04T05:06:07Z"`, `"started": "yesterday"`},
		"a list that is null":  {`"errata": [`, `"errata": null, "x": [`},
		"a count in words":     {`"passed": 1,`, `"passed": "1",`},
		"a key nobody knows":   {`"seed": 7,`, `"seed": 7, "sead": 7,`},
		"less than no seconds": {`"duration_s": 41.25`, `"duration_s": -1`},
		"a blank id":           {`"id": "TEST-1"`, `"id": ""`},
	} {
		bad := strings.Replace(good, change[0], change[1], 1)
		if bad == good {
			t.Fatalf("%s: nothing to change", what)
		}
		if validate(t, bad) == nil {
			t.Errorf("the schema takes %s", what)
		}
	}
}

// closed has every object of a schema take the keys only that it names. What we
// write is held to that; who reads it has to tolerate more.
func closed(schema any) {
	switch s := schema.(type) {
	case map[string]any:
		if _, ok := s["properties"]; ok && s["type"] == "object" {
			s["additionalProperties"] = false
		}
		for _, part := range s {
			closed(part)
		}
	case []any:
		for _, part := range s {
			closed(part)
		}
	}
}

func TestJUnitFollowsItsSchema(t *testing.T) {
	xmllint, err := exec.LookPath("xmllint")
	if err != nil {
		t.Skip("xmllint is not installed; install Debian's package libxml2-utils")
	}
	validate := func(doc string) error {
		cmd := exec.Command(xmllint, "--nonet", "--noout", "--schema", filepath.Join("schema", "junit.xsd"), "-")
		cmd.Stdin = strings.NewReader(doc)
		out, err := cmd.CombinedOutput()
		if err != nil {
			return &invalid{string(out), err}
		}
		return nil
	}
	for name, c := range runs() {
		t.Run(name, func(t *testing.T) {
			if err := validate(render(t, c.WriteJUnit)); err != nil {
				t.Error(err)
			}
		})
	}
	good := render(t, rich().WriteJUnit)
	for what, change := range map[string][2]string{
		"another root":        {"<testsuites ", "<suites "},
		"no counts":           {` tests="4"`, ``},
		"a time in words":     {`time="0.013"`, `time="13 ms"`},
		"a zone":              {`timestamp="2025-03-04T05:06:07"`, `timestamp="2025-03-04T05:06:07Z"`},
		"a case without name": {`<testcase classname="conform.MessageStructure.TEST" name="TEST-1 answers API_OK"`, `<testcase classname="conform.MessageStructure.TEST"`},
		"a blank reason":      {`<skipped message="the target offers no way to set: cores down"`, `<skipped message=""`},
		"two outcomes":        {`<skipped `, `<failure message="x" type="MUST"/><skipped `},
		"an unknown element":  {`<properties>`, `<notes/><properties>`},
		"two suites alike":    {`name="Call Handling"`, `name="Message Structure"`},
	} {
		bad := strings.Replace(good, change[0], change[1], 1)
		if bad == good {
			t.Fatalf("%s: nothing to change", what)
		}
		bad = strings.ReplaceAll(bad, "</testsuites>", "</"+strings.TrimSpace(bad[strings.Index(bad, "\n<")+2:][:strings.IndexByte(bad[strings.Index(bad, "\n<")+2:], ' ')])+">")
		if validate(bad) == nil {
			t.Errorf("the schema takes %s", what)
		}
	}
}

type invalid struct {
	said string
	err  error
}

func (e *invalid) Error() string { return e.err.Error() + ": " + e.said }
