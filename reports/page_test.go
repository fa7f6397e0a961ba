package reports

import (
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/offhook/offhook/reference/catalog"
)

// TestPage drives the report in Chromium, opened as a file.
func TestPage(t *testing.T) {
	b := browser(t)
	for name, test := range map[string]func(*testing.T, context.Context){
		"ShowsFailuresFirst":                   showsFailuresFirst,
		"FiltersByStateLevelFunctionAndText":   filters,
		"IsUsedWithTheKeyboardAlone":           isUsedWithTheKeyboard,
		"KeepsItsFilterInTheFragment":          keepsItsFilter,
		"LeadsFromTheMatrixToTheSpecs":         leadsFromTheMatrix,
		"LosesNothingOnPaper":                  losesNothingOnPaper,
		"StaysTextWhateverAServerSays":         staysText,
		"RunsNothingButItsOwnScript":           runsNothingElse,
		"IsReadableInLightAndDark":             isReadable,
		"FitsANarrowScreen":                    fitsANarrowScreen,
		"StaysQuickWithThreeHundredFailures":   staysQuick,
		"ShowsARunThatFoundNothingOrDidNotRun": showsLittle,
	} {
		t.Run(name, func(t *testing.T) { test(t, b) })
	}
}

// many is a run of so many specs, of which some fail and some are skipped.
func many(specs, failures int) *Conform {
	c := &Conform{Target: Target{Kind: "remote", API: "10.0.0.5:5620"}, Readings: map[string]string{"E-03": "label"}}
	for i := range specs {
		f := catalog.Functions[i%40]
		s := Spec{ID: fmt.Sprintf("%s-%d", f.Name, i/40+1), Level: Must, State: Passed, Chapter: string(f.Chapter), Function: f.Name,
			Title: fmt.Sprintf("%s does thing %d", f.Name, i), DurationMS: 1.5}
		s.Requirements = []string{s.ID}
		switch {
		case i%(specs/max(failures, 1)) == 0 && i/(specs/max(failures, 1)) < failures:
			s.State, s.Message, s.Expected = Failed, fmt.Sprintf("ANI is \"555%d\"", i), "ANI: \"4711\""
			s.Sent = "<REQUEST><TYPE>" + f.Name + "</TYPE></REQUEST>\r\n"
			s.Received = "<RESULT>" + strings.Repeat("<USER1>value</USER1>", 60) + fmt.Sprintf("<ANI>555%d</ANI></RESULT>\r\n", i)
			s.Wrong = []string{fmt.Sprintf("<ANI>555%d</ANI>", i)}
			s.Exchanges = "> " + s.Sent
			s.Packets = func(w io.Writer) error { _, err := io.WriteString(w, "packets"); return err }
		case i%16 == 3:
			s.State, s.Level, s.Message = Warned, Should, "it does not"
		case i%16 == 5:
			s.State, s.Reason = Skipped, "nobody can take cores of the target down"
		}
		c.Specs = append(c.Specs, s)
	}
	c.Finish()
	return c
}

// visible is how many elements can be seen.
func seen(p *tab, selector string) int {
	p.t.Helper()
	return eval[int](p, fmt.Sprintf(`[...document.querySelectorAll(%q)].filter(e => e.checkVisibility()).length`, selector))
}

func showsFailuresFirst(t *testing.T, b context.Context) {
	c := many(160, 9)
	p := show(t, b, c)
	if got := eval[string](p, `[...document.querySelectorAll("main > section")].map(s => s.id).join()`); got != "failures,warnings,unverified,matrix,readings,specs" {
		t.Errorf("the sections are %s", got)
	}
	if got := eval[string](p, `document.querySelector("h1").innerText`); got != "NONCONFORMING remote server 10.0.0.5:5620" {
		t.Errorf("the heading is %q", got)
	}
	first := c.inState(Failed)[0]
	account := eval[string](p, `document.querySelector("#failures article").innerText`)
	for _, part := range []string{"FAILED", first.ID, "MUST", first.Title, "requirement\n", "manual\n" + first.Chapter + " > " + first.Function,
		"found\n" + first.Message, "expected\n" + first.Expected, "sent\n<REQUEST><TYPE>", "received\n<RESULT>"} {
		if !strings.Contains(strings.ReplaceAll(account, "\n\n", "\n"), part) {
			t.Errorf("the first failure does not say %q: %s", part, account)
		}
	}
	if got := eval[string](p, `document.querySelector("#failures mark").innerText`); got != first.Wrong[0] {
		t.Errorf("marked is %q", got)
	}
	if got := eval[string](p, `[...document.querySelectorAll("#failures article:first-of-type pre")][1].textContent`); got != strings.TrimSpace(first.Received) {
		t.Errorf("received is %q", got)
	}
	links := eval[string](p, `[...document.querySelector("#failures article").querySelectorAll("dd a")].map(a => a.getAttribute("href")).join()`)
	if want := "transcripts/" + first.ID + ".txt,captures/" + first.ID + ".pcapng"; links != want {
		t.Errorf("it leads to %q, not %q", links, want)
	}
}

func filters(t *testing.T, b context.Context) {
	c := many(320, 30)
	p := show(t, b, c)
	all, n := len(c.Specs), c.Summary
	if got := eval[string](p, `document.querySelector("output").value`); got != fmt.Sprintf("%d of %d specs", all, all) {
		t.Errorf("at first %s are shown", got)
	}
	click := func(selector string) {
		t.Helper()
		eval[chromedp.Void](p, fmt.Sprintf(`document.querySelector(%q).click()`, selector))
	}
	shown := func(what string, want, failures int) {
		t.Helper()
		p.until(fmt.Sprintf(`document.querySelector("output").value === "%d of %d specs"`, want, all))
		if got := seen(p, "#specs tr.spec"); got != want {
			t.Errorf("%s: %d rows are shown, not %d", what, got, want)
		}
		if got := seen(p, "#failures article"); got != failures {
			t.Errorf("%s: %d failures are shown, not %d", what, got, failures)
		}
	}
	click(`[value=passed]`)
	shown("without what passed", all-n.Passed, n.Failed)
	click(`[value=failed]`)
	shown("without what failed either", n.Warned+n.Skipped, 0)
	if seen(p, "#failures .empty") != 1 {
		t.Error("it does not say that no failure matches")
	}
	click(`[type=reset]`)
	shown("after a reset", all, n.Failed)
	click(`[value=MUST]`)
	shown("without MUST", n.Warned, 0)
	click(`[type=reset]`)

	of := c.inState(Failed)[3]
	choose := func(js string) {
		t.Helper()
		eval[chromedp.Void](p, js+`; document.getElementById("filter").dispatchEvent(new Event("input"))`)
	}
	choose(fmt.Sprintf(`document.querySelector("select").value = %q`, of.Function))
	inFunction, failures := 0, 0
	for _, s := range c.Specs {
		if s.Function == of.Function {
			inFunction++
			if s.State == Failed {
				failures++
			}
		}
	}
	shown("of one function", inFunction, failures)
	click(`[type=reset]`)
	// The words of an account find its row too; all of them must occur.
	value := strings.Trim(strings.TrimPrefix(of.Message, "ANI is "), `"`)
	choose(fmt.Sprintf(`document.querySelector("[type=search]").value = "  %s result "`, strings.ToUpper(value)))
	p.until(`document.querySelector("output").value.startsWith("1 of")`)
	shown("by what was received", 1, 1)
	choose(`document.querySelector("[type=search]").value = "nobody can"`)
	shown("by a reason", n.Skipped, 0)
	choose(`document.querySelector("[type=search]").value = "no such thing anywhere"`)
	shown("by what is nowhere", 0, 0)
	if seen(p, "#specs table") != 0 || seen(p, "#specs .empty") != 1 {
		t.Error("empty tables are shown, or nothing says that no spec matches")
	}
}

func isUsedWithTheKeyboard(t *testing.T, b context.Context) {
	c := many(160, 9)
	p := show(t, b, c)
	of := c.inState(Failed)[2]
	p.write("/")
	p.write(of.ID)
	p.until(`document.querySelector("output").value.startsWith("1 of") || document.querySelector("output").value.startsWith("2 of")`)
	if got := eval[string](p, `document.activeElement.value`); got != of.ID {
		t.Errorf("typed is %q", got)
	}
	p.press(kb.Escape)
	p.until(fmt.Sprintf(`document.querySelector("output").value.startsWith("%d of")`, len(c.Specs)))
	p.press(kb.Tab)
	if got := eval[string](p, `document.activeElement.value`); got != "passed" {
		t.Errorf("after the search comes %q", got)
	}
	p.write(" ")
	p.until(fmt.Sprintf(`document.querySelector("output").value.startsWith("%d of")`, len(c.Specs)-c.Summary.Passed))
	for range 3 {
		p.press(kb.Tab)
	}
	if got := eval[string](p, `document.activeElement.value`); got != "skipped" {
		t.Errorf("the last state is %q", got)
	}
	if unnamed := eval[string](p, `[...document.querySelectorAll("input, select, button, a[href]")].filter(e => !e.textContent.trim() && !e.labels?.[0]?.textContent.trim()).map(e => e.outerHTML).join()`); unnamed != "" {
		t.Errorf("without a name: %s", unnamed)
	}
}

func keepsItsFilter(t *testing.T, b context.Context) {
	c := many(320, 30)
	p := show(t, b, c)
	p.write("/does")
	eval[chromedp.Void](p, `document.querySelector("[value=passed]").click()`)
	want := fmt.Sprintf(`document.querySelector("output").value === "%d of %d specs"`, len(c.Specs)-c.Summary.Passed, len(c.Specs))
	p.until(want)
	p.until(`location.hash.includes("state=failed%2Cwarned%2Cskipped") && location.hash.includes("text=does")`)
	link := eval[string](p, `location.hash`)
	p.open(link)
	p.until(want)
	if got := eval[string](p, `document.querySelector("[type=search]").value`); got != "does" {
		t.Errorf("the text is %q", got)
	}
	// A link to a spec shows it, whatever is filtered.
	passed := c.inState(Passed)[5]
	eval[chromedp.Void](p, fmt.Sprintf(`location.hash = "#spec-%s"`, passed.ID))
	p.until(fmt.Sprintf(`document.getElementById("spec-%s").checkVisibility() && document.getElementById("spec-%[1]s").getBoundingClientRect().top < innerHeight`, passed.ID))
	p.open("#state=%ff&function=nothing&level=<script>&text=%00")
	p.until(`document.querySelector("output").value.startsWith("0 of")`)
}

func leadsFromTheMatrix(t *testing.T, b context.Context) {
	c := many(320, 30)
	p := show(t, b, c)
	rows := eval[string](p, `[...document.querySelectorAll("#matrix tbody tr:not(.chapter) th")].map(e => e.innerText).join(" ")`) + " "
	for _, f := range catalog.Functions {
		if !strings.Contains(rows, f.Name+" ") {
			t.Errorf("the matrix lacks %s", f.Name)
		}
	}
	if got := eval[int](p, `[...document.querySelectorAll("#matrix tr:not(.chapter) td.failed")].reduce((n, e) => n + Number(e.innerText), 0)`); got != c.Summary.Failed {
		t.Errorf("the matrix counts %d failures", got)
	}
	if got := eval[int](p, `[...document.querySelectorAll("#matrix tr.chapter td")].reduce((n, e) => n + Number(e.innerText), 0)`); got != len(c.Specs) {
		t.Errorf("the chapters count %d specs", got)
	}
	of := c.inState(Failed)[4]
	cell := fmt.Sprintf(`[...document.querySelectorAll("#matrix a[data-state=failed]")].find(a => a.dataset.function === %q)`, of.Function)
	n := eval[int](p, `Number(`+cell+`.innerText)`)
	eval[chromedp.Void](p, cell+`.focus()`)
	p.press(kb.Enter)
	p.until(fmt.Sprintf(`document.querySelector("output").value === "%d of %d specs"`, n, len(c.Specs)))
	p.until(`document.activeElement.closest("article.failed")?.dataset.function === "` + of.Function + `"`)
	p.until(`document.activeElement.getBoundingClientRect().top >= document.getElementById("filter").getBoundingClientRect().bottom`)
	if got := seen(p, "article"); got != n {
		t.Errorf("%d accounts are shown, not %d", got, n)
	}
	// Without the page's script it leads to the function's specs.
	if bad := eval[string](p, `[...document.querySelectorAll("a[href^='#']")].filter(a => !document.getElementById(decodeURIComponent(a.getAttribute("href").slice(1)))).map(a => a.outerHTML).join()`); bad != "" {
		t.Errorf("these lead nowhere: %s", bad)
	}
}

// title finds the headings of a printed document.
var title = regexp.MustCompile(`/Title (?:\(((?:[^\\)]|\\.)*)\)|<([0-9A-Fa-f]*)>)`)

func losesNothingOnPaper(t *testing.T, b context.Context) {
	c := many(320, 30)
	p := show(t, b, c)
	p.open("#text=nothing+that+there+is")
	p.until(`document.querySelector("output").value.startsWith("0 of")`)
	var headings strings.Builder
	printed := p.pdf()
	for _, m := range title.FindAllStringSubmatch(printed, -1) {
		text := strings.NewReplacer(`\(`, "(", `\)`, ")", `\\`, `\`).Replace(m[1])
		if raw, err := hex.DecodeString(m[2]); err == nil && len(raw) > 2 && raw[0] == 0xfe && raw[1] == 0xff {
			var units []uint16
			for i := 2; i+1 < len(raw); i += 2 {
				units = append(units, uint16(raw[i])<<8|uint16(raw[i+1]))
			}
			text = string(utf16.Decode(units))
		}
		headings.WriteString(text + "\n")
	}
	// Where a line of a heading was broken, the blank is gone.
	squeezed := func(s string) string { return strings.ToUpper(strings.Join(strings.Fields(s), "")) }
	onPaper := squeezed(headings.String())
	for _, s := range c.inState(Failed) {
		if !strings.Contains(onPaper, squeezed("failed "+s.ID+" MUST "+s.Title)) {
			t.Fatalf("%s is not printed; what is:\n%.3000s", s.ID, headings.String())
		}
	}
	p.media("print")
	if got := seen(p, "article"); got != c.Summary.Failed+c.Summary.Warned {
		t.Errorf("%d accounts are on paper", got)
	}
	if got := seen(p, "#specs tr.spec"); got != len(c.Specs) {
		t.Errorf("%d specs are on paper", got)
	}
	if seen(p, "form")+seen(p, "nav") > 0 {
		t.Error("what can only be clicked is on paper")
	}
	if cut := eval[int](p, `[...document.querySelectorAll("pre")].filter(e => e.scrollHeight > e.clientHeight + 2 || e.scrollWidth > e.clientWidth + 2).length`); cut > 0 {
		t.Errorf("%d exchanges are cut on paper", cut)
	}
	if worst := eval[string](p, contrast); worst != "" {
		t.Errorf("on paper: contrast %s", worst)
	}
}

// contrast is what is the hardest to read, if that is too hard (WCAG AA).
const contrast = `(() => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", {willReadFrequently: true});
  const over = (color, under) => {
    canvas.fillStyle = under; canvas.fillRect(0, 0, 1, 1);
    canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const css = c => "rgb(" + c.join() + ")";
  const behind = e => {
    const chain = [];
    for (; e; e = e.parentElement) chain.unshift(getComputedStyle(e).backgroundColor);
    return chain.reduce((under, c) => css(over(c, under)), "white");
  };
  const light = c => {
    const [r, g, b] = c.map(v => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b;
  };
  let worst = [21, ""];
  for (const e of document.querySelectorAll("body *")) {
    if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) || !e.checkVisibility()) continue;
    const back = behind(e), a = light(over(getComputedStyle(e).color, back)), b = light(over(back, "white"));
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < worst[0]) worst = [ratio, e.outerHTML.slice(0, 120)];
  }
  return worst[0] >= 4.5 ? "" : worst.join(" ");
})()`

func isReadable(t *testing.T, b context.Context) {
	p := show(t, b, rich())
	seen := map[string]string{}
	for _, scheme := range []string{"light", "dark"} {
		p.media("", &emulation.MediaFeature{Name: "prefers-color-scheme", Value: scheme})
		seen[scheme] = eval[string](p, `getComputedStyle(document.body).backgroundColor`)
		if worst := eval[string](p, contrast); worst != "" {
			t.Errorf("%s: contrast %s", scheme, worst)
		}
	}
	if seen["light"] == seen["dark"] {
		t.Errorf("light and dark have the same background, %s", seen["light"])
	}
}

func fitsANarrowScreen(t *testing.T, b context.Context) {
	c := many(160, 9)
	c.Specs[0].Received, c.Specs[0].State = strings.Repeat("W", 5000), Failed
	c.Finish()
	p := show(t, b, c)
	p.do(chromedp.EmulateViewport(360, 800))
	eval[chromedp.Void](p, `document.querySelector("[value=passed]").click()`)
	p.until(`location.hash.includes("state=")`)
	if got, want := seen(p, "#specs tr.spec"), len(c.Specs)-c.Summary.Passed; got != want {
		t.Errorf("%d specs are shown, not %d", got, want)
	}
	for _, width := range []int64{360, 600, 900, 1300, 2560} {
		p.do(chromedp.EmulateViewport(width, 800))
		if over := eval[int](p, `document.documentElement.scrollWidth - innerWidth`); over > 0 {
			t.Errorf("at %d px the page is %d px too wide: %s", width, over,
				eval[string](p, `[...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > innerWidth).slice(0, 3).map(e => e.outerHTML.slice(0, 200)).join()`))
		}
	}
}

// staysQuick compares a large report with one a quarter its size: what is done
// at every key must not grow faster than the report.
func staysQuick(t *testing.T, b context.Context) {
	const filter = `(() => {
	  const took = [];
	  for (let i = 0; i < 9; i++) {
	    history.replaceState(null, "", i % 2 ? "#text=does" : "#text=value+thing");
	    const began = performance.now();
	    dispatchEvent(new Event("hashchange"));
	    document.body.offsetHeight;
	    took.push(performance.now() - began);
	  }
	  return took.sort((a, b) => a - b)[4];
	})()`
	quarter := eval[float64](show(t, b, many(400, 75)), filter)
	large := many(1600, 300)
	p := show(t, b, large)
	whole := eval[float64](p, filter)
	t.Logf("filtering takes %.1f ms with 400 specs, %.1f ms with 1,600; the page has %d bytes and %d elements", quarter, whole,
		eval[int](p, `document.documentElement.outerHTML.length`), eval[int](p, `document.querySelectorAll("*").length`))
	if whole > 16*quarter+100 {
		t.Errorf("filtering takes %.1f ms with 1,600 specs, %.1f ms with a quarter of them", whole, quarter)
	}
	if n := eval[int](p, `document.querySelectorAll("*").length`); n > 150_000 {
		t.Errorf("the page has %d elements", n)
	}
	eval[chromedp.Void](p, `document.querySelector("[type=reset]").click()`)
	p.write("/ANI 555")
	p.until(fmt.Sprintf(`document.querySelector("output").value.startsWith("%d of")`, large.Summary.Failed))
	if got := seen(p, "#failures article"); got != large.Summary.Failed {
		t.Errorf("%d failures are shown", got)
	}
}

func showsLittle(t *testing.T, b context.Context) {
	for name, c := range map[string]*Conform{"nothing": {}, "one": {Specs: []Spec{{ID: "TEST-1", Requirements: []string{"TEST-1"}, State: Passed}}},
		"aborted": {Aborted: "interrupted", Specs: []Spec{{ID: "TEST-1", Reason: "interrupted"}}}} {
		c.Finish()
		p := show(t, b, c)
		if got := eval[string](p, `document.querySelector(".verdict").innerText`); got != strings.ToUpper(string(c.Verdict)) {
			t.Errorf("%s: %s", name, got)
		}
		if eval[bool](p, `document.getElementById("failures") !== null`) {
			t.Errorf("%s: there are failures", name)
		}
	}
}
