package main

import (
	"html"
	"maps"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/offhook/offhook/reference/catalog"
	"github.com/offhook/offhook/specs/harness"
	"github.com/offhook/offhook/specs/runner"
)

// evidence is which of the ledger's facts show in what the specs of each
// requirement exchange, by requirement and by fact as "parameter CALLSTART/ANI".
type evidence struct {
	mu   sync.Mutex
	seen map[string]map[string]bool
}

func newEvidence() *evidence { return &evidence{seen: map[string]map[string]bool{}} }

var (
	requestDoc = regexp.MustCompile(`(?s)<REQUEST\s*>.*?(?:</REQUEST>|$)`)
	resultDoc  = regexp.MustCompile(`(?s)<RESULT>.*?(?:</RESULT>|$)`)
	typeTag    = regexp.MustCompile(`<(?:REQUEST)?TYPE\s*>\s*(\w+)`)
	leafTag    = regexp.MustCompile(`<(\w+)\s*>([^<]*)`)
	codeTag    = regexp.MustCompile(`<RESULTCODE>(\d+)`)
	queryText  = regexp.MustCompile(`[?\n](\S*=\S*)`)
)

// enough is how many bytes of a message are looked at: lists are long, and say
// the same over and over.
const enough = 16 << 10

// add is told of an exchange.
func (e *evidence) add(spec *harness.Entry, sent, received string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	sent, received = sent[:min(len(sent), enough)], received[:min(len(received), enough)]
	note := func(fact string) {
		for _, id := range spec.Requirements {
			if e.seen[id] == nil {
				e.seen[id] = map[string]bool{}
			}
			e.seen[id][fact] = true
		}
	}
	for _, doc := range requestDoc.FindAllString(sent, -1) {
		if typ := typeTag.FindStringSubmatch(doc); typ != nil {
			for _, p := range leafTag.FindAllStringSubmatch(doc, -1) {
				noteParameter(note, typ[1], p[1], html.UnescapeString(p[2]))
			}
		}
	}
	for _, q := range queryText.FindAllStringSubmatch(sent, -1) {
		values, _ := url.ParseQuery(q[1])
		typ := values.Get("TYPE") + values.Get("type")
		for name, v := range values {
			noteParameter(note, typ, name, v[0])
		}
	}
	for _, doc := range resultDoc.FindAllString(received, -1) {
		typ, code := typeTag.FindStringSubmatch(doc), codeTag.FindStringSubmatch(doc)
		if typ == nil || code == nil {
			continue
		}
		n, _ := strconv.Atoi(code[1])
		note("code " + code[1])
		note("result " + typ[1] + "/" + catalog.Code(n).String())
		for _, f := range leafTag.FindAllStringSubmatch(doc, -1) {
			note("field " + typ[1] + "/" + strings.TrimRight(f[1], "0")) // of PROCESSOR#, too
			note("field " + typ[1] + "/" + f[1])
		}
	}
}

// noteParameter notes a parameter with a value, and its width where the value
// has as many characters as the narrowest of the manual's tables allows.
func noteParameter(note func(string), typ, name, value string) {
	f := catalog.Lookup(typ)
	if f == nil {
		return
	}
	for i := range f.Params {
		p := &f.Params[i]
		for _, n := range append(p.Aliases, p.Name.String()) {
			if !strings.EqualFold(n, name) || value == "" {
				continue
			}
			note("parameter " + f.Name + "/" + p.Name.String())
			if utf8.RuneCountInString(value) >= narrowest[p.Name] {
				note("width " + f.Name + "/" + p.Name.String())
			}
		}
	}
}

// narrowest are the least widths that the manual's tables give parameters
// (E-24).
var narrowest = func() map[catalog.Name]int {
	widths := map[catalog.Name]int{}
	for i := range catalog.Functions {
		for _, p := range catalog.Functions[i].Params {
			if w, ok := widths[p.Name]; p.Width > 0 && p.Table != "" && (!ok || p.Width < w) {
				widths[p.Name] = p.Width
			}
		}
	}
	return widths
}()

// unproven returns every parameter, width of one, result and field for which no
// requirement that covers it has a spec in whose exchanges it shows, with those
// requirements.
func (e *evidence) unproven(t *testing.T) map[string][]string {
	rs, err := runner.Requirements("")
	if err != nil {
		t.Fatal(err)
	}
	shown, claimed := map[string]bool{}, map[string][]string{}
	for i := range rs {
		if rs[i].Reason != "" {
			continue
		}
		rs[i].Covers.Each(func(kind, name string) {
			fact := kind + " " + name
			claimed[fact] = append(claimed[fact], rs[i].ID)
			shown[fact] = shown[fact] || e.seen[rs[i].ID][fact] || e.seen[rs[i].ID][strings.TrimSuffix(fact, "#")]
		})
	}
	maps.DeleteFunc(claimed, func(fact string, _ []string) bool { return shown[fact] || !judged(fact) })
	return claimed
}

func TestEvidenceIsWhatTheSpecsOfARequirementExchange(t *testing.T) {
	e := newEvidence()
	all := e.unproven(t)
	call := &harness.Entry{Requirements: []string{"CALLSTART-30", "DEVICESTATUS-3"}}
	e.add(call, "<REQUEST><TYPE>CALLSTART</TYPE><DEVICEALIAS>15 &lt;characters&gt;</DEVICEALIAS><GATE>short</GATE></REQUEST>", "")
	e.add(call, "GET /webAPI.aspx?type=CALLSTART&user1=12345678901234567890", "")
	e.add(call, "", "<RESULT><REQUESTTYPE>DEVICESTATUS</REQUESTTYPE><RESULTCODE>20</RESULTCODE><DEVICES><DEVICE><ANI>614</ANI></DEVICE></DEVICES></RESULT>")
	rest := e.unproven(t)
	for fact, shows := range map[string]bool{
		"width CALLSTART/DEVICEALIAS": true, "width CALLSTART/USER1": true, "field DEVICESTATUS/ANI": true,
		"width CALLSTART/GATE": false, "field DEVICESTATUS/DNIS": false, "result DEVICESTATUS/API_OK": false, // DEVICESTATUS-3 covers no result
		"parameter CALLSTART/DEVICEALIAS": false, // CALLSTART-30 covers its width only
	} {
		if _, open := rest[fact]; all[fact] == nil || open == shows {
			t.Errorf("%s: unproven is %v; before anything was exchanged %q", fact, open, all[fact])
		}
	}
}

// judged reports whether a fact must show on the wire of the reference: not the
// codes that another reading would bring, nor the widths of what servers say.
func judged(fact string) bool {
	kind, name, _ := strings.Cut(fact, " ")
	function, parameter, _ := strings.Cut(name, "/")
	switch kind {
	case "parameter", "result", "field":
		return true
	case "width":
		f := catalog.Lookup(function)
		for i := range f.Params {
			if f.Params[i].Name.String() == parameter {
				return true
			}
		}
	}
	return false
}
