package reports

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

func staysText(t *testing.T, b context.Context) {
	c := hostileRun()
	long := strings.Repeat("<img src=x onerror=alert(1)>\u202e", 4000) // over 100 kB
	for _, what := range []string{long, "javascript:alert(1)", `" onmouseover="alert(1)" x="`, "'><svg onload=alert(1)>", "--></style><script>alert(1)</script>", "constructor", "__proto__"} {
		c.Specs = append(c.Specs, Spec{ID: what, Requirements: []string{what}, Level: Level(what), State: Failed, Chapter: what, Function: what, Title: what,
			Message: what, Sent: what, Received: what, Expected: what, Repeat: what, Wrong: []string{what, "<img", "alert"}, Exchanges: what})
	}
	c.Finish()
	p := show(t, b, c)
	for _, bad := range []string{`document.scripts.length !== 1`, `document.querySelector("img, iframe, object, embed, link, svg[onload]")`,
		`[...document.querySelectorAll("*")].some(e => [...e.attributes].some(a => a.name.startsWith("on")))`,
		`[...document.querySelectorAll("a")].some(a => !/^(#|(transcripts|captures)\/[\w.-]+$)/.test(a.getAttribute("href")))`,
		`/[\u202a-\u202e\u2066-\u2069\u200b\ufeff\u0000-\u0008\u000b-\u001f\u007f-\u009f]/.test(document.documentElement.outerHTML)`} {
		if eval[bool](p, `!!(`+bad+`)`) {
			t.Errorf("there is %s", bad)
		}
	}
	if text := eval[string](p, `document.body.innerText`); !strings.Contains(text, `<img src=x onerror=alert(1)>\u202e`) {
		t.Error("what the server said cannot be read")
	}
	// Everything can still be used.
	eval[chromedp.Void](p, `document.querySelector("#matrix a[data-state=failed]").click()`)
	p.until(`document.querySelectorAll("article:not(.hide)").length > 0 && document.querySelectorAll("article.hide").length > 0`)
	p.write("/alert")
	p.until(`location.hash.includes("text=alert")`)
	for _, link := range []string{`document.querySelectorAll("article h3 a")`, `document.querySelectorAll("#specs tr.spec a")`} {
		eval[chromedp.Void](p, `for (const a of `+link+`) a.click()`)
	}
}

// Should text ever become markup, the page's content policy keeps it inert.
func runsNothingElse(t *testing.T, b context.Context) {
	p := show(t, b, rich())
	p.mu.Lock()
	p.calm = true // the browser logs what it refuses
	p.mu.Unlock()
	eval[chromedp.Void](p, `window.ran = [], window.refused = 0, addEventListener("securitypolicyviolation", () => refused++)`)
	for what, js := range map[string]string{
		"a handler":       `(() => { const e = document.createElement("b"); e.setAttribute("onclick", "ran.push(1)"); document.body.append(e); e.click(); })()`,
		"a script":        `(() => { const e = document.createElement("script"); e.append("ran.push(2)"); document.body.append(e); })()`,
		"a picture":       `(() => { const e = document.createElement("img"); e.src = "http://127.0.0.1:9/x.png"; document.body.append(e); })()`,
		"a style":         `(() => { const e = document.createElement("style"); e.append("body { display: none }"); document.body.append(e); })()`,
		"a javascript:":   `(() => { const e = document.createElement("a"); e.href = "javascript:ran.push(3)"; document.body.append(e); e.click(); })()`,
		"a form's target": `(() => { const e = document.createElement("form"); e.action = "http://127.0.0.1:9/"; document.body.append(e); e.submit(); })()`,
		"a request":       `fetch("http://127.0.0.1:9/").catch(() => 0)`,
	} {
		before := eval[int](p, `refused`)
		eval[chromedp.Void](p, `try { `+js+` } catch { refused++ }`)
		p.until(fmt.Sprintf(`refused > %d`, before))
		if eval[bool](p, `ran.length > 0 || getComputedStyle(document.body).display === "none"`) {
			t.Errorf("%s has had an effect", what)
		}
	}
}
