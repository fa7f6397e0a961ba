package reports

import (
	"context"
	"net/url"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// patience is how long anything may take here that should come at once.
const patience = 60 * time.Second

// browser starts one Chromium for a test and its subtests, or skips it.
func browser(t *testing.T) context.Context {
	t.Helper()
	if testing.Short() {
		t.Skip("starts a browser")
	}
	var path string
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		t.Skip("there is no Chromium here; install Debian's package chromium")
	}
	// Its sandbox wants rights that containers lack; it sees our own page only.
	ctx, _ := chromedp.NewContext(context.Background(), chromedp.WithAllocatorOptions(chromedp.ExecPath(path), chromedp.NoSandbox))
	t.Cleanup(func() {
		bounded, cancel := context.WithTimeout(ctx, patience)
		defer cancel()
		chromedp.Cancel(bounded)
	})
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	return ctx
}

// tab is a report in a browser, opened as a file.
type tab struct {
	t   *testing.T
	ctx context.Context
	url string

	mu     sync.Mutex
	faults []string // what the console, or a dialog, said; requests elsewhere
	calm   bool     // faults are expected
}

// show writes a run's report and opens it. What goes wrong in the page fails the
// test at its end.
func show(t *testing.T, browser context.Context, c *Conform) *tab {
	t.Helper()
	dir := t.TempDir()
	if err := c.WriteDir(dir); err != nil {
		t.Fatal(err)
	}
	p := &tab{t: t, url: (&url.URL{Scheme: "file", Path: filepath.Join(dir, "report.html")}).String()}
	ctx, cancel := chromedp.NewContext(browser, chromedp.WithListener(p.hear))
	p.ctx = ctx
	t.Cleanup(func() {
		cancel()
		p.mu.Lock()
		defer p.mu.Unlock()
		for _, f := range p.faults {
			t.Error("the page: ", f)
		}
	})
	if err := chromedp.Do(ctx); err != nil { // the tab lives as long as the context that opens it
		t.Fatal(err)
	}
	p.do(chromedp.EmulateViewport(1400, 1000))
	p.open("")
	return p
}

// open goes to a place of the report, from elsewhere.
func (p *tab) open(fragment string) {
	p.t.Helper()
	p.do(chromedp.Navigate("about:blank"), chromedp.Navigate(p.url+fragment))
	p.until(`document.readyState === "complete" && document.getElementById("filter")?.elements.shown.value`)
}

func (p *tab) hear(ev any) {
	var fault string
	switch e := ev.(type) {
	case *runtime.EventExceptionThrown:
		fault = "exception: " + e.ExceptionDetails.Text
		if x := e.ExceptionDetails.Exception; x != nil {
			fault += " " + x.Description
		}
	case *runtime.EventConsoleAPICalled:
		fault = "console: " + string(e.Type)
	case *log.EventEntryAdded:
		fault = "log: " + e.Entry.Text + " " + e.Entry.URL
	case *cdppage.EventJavascriptDialogOpening:
		fault = "dialog: " + e.Message
	case *network.EventRequestWillBeSent:
		if !strings.HasPrefix(e.Request.URL, p.url) && e.Request.URL != "about:blank" {
			fault = "request to " + e.Request.URL
		}
	}
	if fault == "" {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.calm {
		p.faults = append(p.faults, fault)
	}
}

// do lets the browser act.
func (p *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		p.t.Fatal(err)
	}
}

// press presses a key that has a name.
func (p *tab) press(key string) {
	p.t.Helper()
	p.do(chromedp.KeyEvent(key))
}

// write presses the keys of characters; the browser makes the characters of
// them, unless the page prevents that.
func (p *tab) write(text string) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	for c := range strings.SplitSeq(text, "") {
		for _, event := range []input.DispatchKeyEventParams{{Type: input.DispatchKeyEventTypeKeyDown, Key: c, Text: c}, {Type: input.DispatchKeyEventTypeKeyUp, Key: c}} {
			if _, err := chromedp.Call(ctx, input.DispatchKeyEvent, event); err != nil {
				p.t.Fatal(err)
			}
		}
	}
}

// eval returns the value of an expression in the page.
func eval[T any](p *tab, js string) T {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](js, chromedp.EvalAwaitPromise))
	if err != nil {
		p.t.Fatalf("%s: %v", js, err)
	}
	return v
}

// until waits until an expression is true.
func (p *tab) until(js string) {
	p.t.Helper()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if eval[bool](p, "!!("+js+")") {
			return
		}
	}
	p.t.Fatalf("never true: %s\n%s", js, eval[string](p, "document.body?.innerText.slice(0, 2000) ?? ''"))
}

// media has the page shown as on paper, or as what somebody prefers.
func (p *tab) media(kind string, features ...*emulation.MediaFeature) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: kind, Features: features}); err != nil {
		p.t.Fatal(err)
	}
}

// pdf prints the page.
func (p *tab) pdf() string {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	yes := true
	printed, err := chromedp.Call(ctx, cdppage.PrintToPDF, cdppage.PrintToPDFParams{GenerateTaggedPDF: &yes, GenerateDocumentOutline: &yes, PreferCSSPageSize: &yes})
	if err != nil {
		p.t.Fatal(err)
	}
	return string(printed.Data)
}
