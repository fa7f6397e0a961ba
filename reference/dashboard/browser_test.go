package dashboard_test

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"os/exec"
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

	"github.com/offhook/offhook/reference"
)

// patience is how long anything may take here that should come at once.
const patience = 30 * time.Second

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

// tab is a page of the dashboard in a browser.
type tab struct {
	t   *testing.T
	ctx context.Context
	url string

	mu     sync.Mutex
	asked  int      // requests
	faults []string // what the console, or a dialog, said; requests elsewhere
	calm   bool     // faults are expected no longer
}

// show opens the dashboard at addr. What goes wrong in the page fails the test
// at its end.
func show(t *testing.T, browser context.Context, addr net.Addr) *tab {
	t.Helper()
	p := &tab{t: t, url: "http://" + addr.String() + "/"}
	ctx, cancel := chromedp.NewContext(browser, chromedp.WithListener(p.hear))
	p.ctx = ctx
	t.Cleanup(func() {
		cancel()
		p.mu.Lock()
		defer p.mu.Unlock()
		for _, f := range p.faults {
			t.Error("the page: ", f)
		}
		if p.asked < 10 {
			t.Errorf("only %d requests were seen", p.asked)
		}
	})
	if err := chromedp.Do(ctx); err != nil { // the tab lives as long as the context that opens it
		t.Fatal(err)
	}
	p.do(chromedp.EmulateViewport(1600, 1000), chromedp.Navigate(p.url))
	p.until(`document.getElementById("link").dataset.state === "live"`)
	return p
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
		p.mu.Lock()
		p.asked++
		p.mu.Unlock()
		if !strings.HasPrefix(e.Request.URL, p.url) {
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

// write presses the keys of characters. The browser makes the characters of
// them itself: a page can prevent that, as it can where a person types.
func (p *tab) write(text string) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	for _, c := range strings.Split(text, "") {
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
	p.t.Fatalf("never true: %s\n%s", js, eval[string](p, "document.body.innerText.slice(0, 2000)"))
}

// prefers sets what the system of the browser prefers.
func (p *tab) prefers(feature, value string) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: feature, Value: value}}})
	if err != nil {
		p.t.Fatal(err)
	}
}

// system starts a system with a dashboard.
func system(t *testing.T, cfg reference.Config) *reference.System {
	t.Helper()
	if cfg.Dashboard == "" {
		cfg.Dashboard = "127.0.0.1:0"
	}
	sys, err := reference.Start(context.Background(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(t, sys) })
	return sys
}

func stop(t *testing.T, sys *reference.System) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	if err := sys.Shutdown(ctx); err != nil {
		t.Error(err)
	}
}

// client is a client of the API over TCP.
type client struct {
	t    *testing.T
	sock net.Conn
	in   *bufio.Reader
}

func dial(t *testing.T, sys *reference.System) *client {
	t.Helper()
	c, err := net.Dial("tcp", sys.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	c.SetDeadline(time.Now().Add(2 * patience))
	return &client{t, c, bufio.NewReaderSize(c, 1<<20)}
}

// request is one with fields that alternate between names and values.
func request(typ string, fields ...string) string {
	r := "<REQUEST><TYPE>" + typ + "</TYPE><REQUESTID>1</REQUESTID>"
	for i := 0; i < len(fields); i += 2 {
		r += fmt.Sprintf("<%s>%s</%[1]s>", fields[i], fields[i+1])
	}
	return r + "</REQUEST>\r\n"
}

// send sends what is one message and reads the result.
func (c *client) send(message string) string {
	c.t.Helper()
	if _, err := c.sock.Write([]byte(message)); err != nil {
		c.t.Fatal(err)
	}
	result, err := c.in.ReadString('\n')
	if err != nil {
		c.t.Fatal(err)
	}
	return result
}

// ok sends a request that must be answered API_OK.
func (c *client) ok(typ string, fields ...string) {
	c.t.Helper()
	if result := c.send(request(typ, fields...)); !strings.Contains(result, "<RESULTCODE>20<") {
		c.t.Fatal(result)
	}
}
