package dashboard_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/offhook/offhook/reference"
)

// TestPage drives the page in Chromium, against whole systems.
func TestPage(t *testing.T) {
	b := browser(t)
	for name, test := range map[string]func(*testing.T, context.Context){
		"ShowsACallFromItsStartToItsEnd":        showsACall,
		"StaysTextWhateverIsSaid":               staysText,
		"IsUsedWithTheKeyboardAlone":            isUsedWithTheKeyboard,
		"IsReadableInLightAndDark":              isReadable,
		"ComesBackWhenTheServerDoes":            comesBack,
		"StaysSmallWithFiveThousandDevices":     staysSmall,
		"NamesWhatCanBeUsed":                    namesWhatCanBeUsed,
		"ShowsAnExchangeWithItsSecretsMasked":   showsAnExchange,
		"KeepsItsListsStillWhileTheyAreRead":    keepsStill,
		"ShowsACoreGoDown":                      showsACoreGoDown,
		"FitsANarrowScreenWithoutScrollingWide": fitsANarrowScreen,
	} {
		t.Run(name, func(t *testing.T) { test(t, b) })
	}
}

// lane and device are the elements of one device.
func lane(id string) string {
	return fmt.Sprintf(`[...document.querySelectorAll("#lanes .lane")].find(l => l.querySelector(".name").textContent === %q)`, id)
}

func device(id string) string {
	return fmt.Sprintf(`[...document.querySelectorAll("#devices .device")].find(l => l.querySelector(".name").textContent === %q)`, id)
}

func showsACall(t *testing.T, b context.Context) {
	sys := system(t, reference.Config{Channels: 4})
	p, c := show(t, b, sys.DashboardAddr()), dial(t, sys)
	p.until(`document.getElementById("devices").dataset.empty`)
	c.ok("CALLSTART", "DEVICEID", "4711", "ANI", "5551234", "SYS_USER", "kaya")
	p.until(device("4711") + `?.dataset.state === "recording"`)
	p.until(device("4711") + `.textContent.includes("5551234")`)
	p.until(lane("4711") + `?.querySelector(".bar.call[data-live]")`)
	p.until(`document.querySelectorAll("#core-list [data-state=recording]").length === 1`)
	p.until(`document.querySelector("[data-tile=calls] .value").textContent === "1"`)
	if eval[bool](p, lane("4711")+`.querySelector(".bar.blackout") !== null`) {
		t.Error("a blackout that nobody asked for")
	}
	c.ok("BLACKOUTSTART", "DEVICEID", "4711")
	p.until(lane("4711") + `?.dataset.state === "blackout"`)
	p.until(lane("4711") + `.querySelector(".bar.blackout")?.offsetWidth > 1`)
	p.until(`document.querySelector("#core-list [data-state=blackout]")`)
	c.ok("BLACKOUTSTOP", "DEVICEID", "4711")
	p.until(lane("4711") + `?.dataset.state === "recording"`)
	c.ok("RECORDSTART", "DEVICEID", "4711")
	p.until(lane("4711") + `.querySelector(".bar.partial[data-live]")`)
	c.ok("CALLSTOP", "DEVICEID", "4711")
	p.until(device("4711") + `?.dataset.state === "rest"`)
	p.until(lane("4711") + `.querySelectorAll("[data-live]").length === 0`)
	// What was blacked out stays to be seen.
	p.until(lane("4711") + `.querySelector(".bar.blackout")?.offsetWidth > 0 && ` + lane("4711") + `.querySelector(".bar.call")`)
	c.ok("AGENTBLACKOUTSTART", "SYS_USER", "kaya")
	p.until(`document.getElementById("agent-blackouts").textContent.includes("kaya")`)
}

func staysText(t *testing.T, b context.Context) {
	sys := system(t, reference.Config{})
	p, c := show(t, b, sys.DashboardAddr()), dial(t, sys)
	elements := `JSON.stringify([...new Set([...document.querySelectorAll("*")].map(e => e.localName))].sort())`
	c.ok("CALLSTART", "DEVICEID", "plain")
	p.until(device("plain"))
	eval[chromedp.Void](p, device("plain")+`.querySelector(".head").click()`)
	p.until(`document.querySelector("#exchanges .head")`)
	eval[chromedp.Void](p, `document.querySelector("#exchanges .head").click()`)
	known := eval[string](p, elements)
	eval[chromedp.Void](p, `document.getElementById("newer").click()`)
	hostile := []string{
		`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `<svg/onload=alert(1)>`, `'onmouseover='alert(1)`,
		`{{constructor.constructor("alert(1)")()}}`, `</textarea><script>alert(1)</script>`, "javascript:alert(1)",
		"a\u202egnp.exe", "\u009b31mred", "z\u200bero", "\u2066isolated", "\U000e0041tag", `<!--`, `]]>`, "..\\..\\etc", "\u2028line",
	}
	escape := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
	for i, h := range hostile {
		h = escape.Replace(h)
		c.ok("CALLSTART", "DEVICEID", fmt.Sprint(i, h), "DEVICEALIAS", h, "SYS_USER", h, "ANI", h, "DNIS", h, "GROUP", h, "GATE", h,
			"CALLINSTANCE", h, "STATIONNAME", h, "USER1", h)
		c.send(request(h, "DEVICEID", h))
		dial(t, sys).sock.Write([]byte("<REQUEST><TYPE>" + h + "</TYPE><A></B>" + hostile[i] + "</REQUEST>\r\n\r\n"))
	}
	c.ok("IMPORTUSER", "ACTION", "ADD", "FIRSTNAME", "Ada", "LASTNAME", "Byron")
	c.ok("CHATSTART", "SESSIONID", escape.Replace(hostile[0]), "AGENTID", "1")
	other := dial(t, sys) // the server hangs up after it
	other.sock.Write([]byte("<REQUEST><TYPE>TEST</TYPE><X>" + strings.Repeat("<b>", 1)))
	go other.sock.Write([]byte(strings.Repeat("x", 1<<20)))
	p.until(`document.querySelectorAll("#devices .device").length > 15`)
	// Open all: details are made when they are seen.
	for _, list := range []string{"devices", "exchanges"} {
		eval[chromedp.Void](p, `for (const h of document.querySelectorAll("#`+list+` .head")) h.click()`)
	}
	p.until(`document.querySelectorAll("#exchanges pre").length > 30`)
	const chats = `[...document.querySelectorAll("#lanes .name")].filter(e => e.textContent.startsWith("chat ")).length`
	p.until(chats + ` === 1`)
	p.until(`document.body.textContent.includes("<script>alert(1)</script>")`)
	eval[chromedp.Void](p, `(document.getElementById("find").value = "<img src=x onerror=alert(1)>", document.getElementById("find").dispatchEvent(new Event("input", {bubbles: true})))`)
	p.until(`document.getElementById("devices-count").textContent.includes("match")`)
	p.until(chats + ` === 0`) // only what was looked for
	if got := eval[string](p, elements); got != known {
		t.Errorf("elements of the page\n%s, before\n%s", got, known)
	}
	if n := eval[int](p, `[...document.querySelectorAll("*")].filter(e => [...e.attributes].some(a => /^on/i.test(a.name))).length`); n > 0 {
		t.Errorf("%d elements with handlers of events", n)
	}
	if s := eval[string](p, `(/[\u009b\u202e\u2066\u200b\u2028\u{e0041}]/u.exec(document.body.textContent + [...document.querySelectorAll("[title],[aria-label]")].map(e => e.title + e.ariaLabel).join()) ?? [""])[0]`); s != "" {
		t.Errorf("the page holds %+q", s)
	}
	if n := eval[int](p, `Math.max(...[...document.querySelectorAll("#exchanges pre span")].map(e => e.textContent.length))`); n > 5000 {
		t.Errorf("a text of %d characters is shown", n)
	}
	if n := eval[int](p, `document.documentElement.scrollWidth - innerWidth`); n > 0 {
		t.Errorf("the page became %d px too wide", n)
	}
}

func isUsedWithTheKeyboard(t *testing.T, b context.Context) {
	sys := system(t, reference.Config{})
	p, c := show(t, b, sys.DashboardAddr()), dial(t, sys)
	for _, id := range []string{"3333", "2222", "1111"} {
		c.ok("CALLSTART", "DEVICEID", id)
	}
	p.until(`document.querySelectorAll("#devices .device").length === 3 && document.querySelectorAll("#exchanges .exchange").length === 3`)
	focused := func(what, js string) {
		t.Helper()
		if !eval[bool](p, "!!("+js+")") {
			t.Errorf("%s: the focus is on %s", what, eval[string](p, `document.activeElement.outerHTML.slice(0, 200)`))
		}
	}
	p.press(kb.Tab)
	focused("the first Tab", `document.activeElement.className === "skip"`)
	p.press(kb.Enter)
	p.until(`document.activeElement.closest("#devices")`)
	p.write("/")
	focused("/", `document.activeElement.id === "find"`)
	p.write("222")
	p.until(`document.querySelectorAll("#devices .device").length === 1 && document.getElementById("devices-count").textContent.includes("1 of 3 match")`)
	p.press(kb.Escape)
	p.until(`document.querySelectorAll("#devices .device").length === 3`)
	p.write("d")
	focused("d", `document.activeElement === document.querySelectorAll("#devices .head")[0]`)
	p.press(kb.ArrowDown)
	p.press(kb.ArrowDown)
	focused("two arrows down", `document.activeElement === document.querySelectorAll("#devices .head")[2]`)
	p.press(kb.ArrowDown)
	focused("at the end", `document.activeElement === document.querySelectorAll("#devices .head")[2]`)
	p.press(kb.Home)
	focused("Home", `document.activeElement === document.querySelectorAll("#devices .head")[0]`)
	p.press(kb.Enter)
	p.until(`document.activeElement.ariaExpanded === "true" && document.activeElement.nextElementSibling.textContent.includes("GLOBALCALLID")`)
	p.press(kb.Enter)
	p.until(`document.activeElement.ariaExpanded === "false" && document.activeElement.nextElementSibling.hidden`)
	p.write("x")
	focused("x", `document.activeElement === document.querySelector("#exchanges .head")`)
	p.press(kb.Enter)
	p.until(`document.querySelectorAll("#exchanges pre").length === 2`)
	p.press(kb.Tab)
	focused("Tab from a head", `document.activeElement.localName === "pre"`)
	p.write("?")
	p.until(`document.getElementById("keys").open`)
	p.write("p")
	if eval[string](p, `document.getElementById("link").dataset.state`) != "live" {
		t.Error("a key acted behind the help")
	}
	p.press(kb.Escape)
	p.until(`!document.getElementById("keys").open`)
	p.write("p")
	p.until(`document.getElementById("link").dataset.state === "paused"`)
	c.ok("CALLSTART", "DEVICEID", "9999")
	p.write("p")
	p.until(`document.getElementById("link").dataset.state === "live"`)
	p.until(device("9999"))
	p.write("t")
	if got := eval[string](p, `document.documentElement.dataset.theme`); got != "light" {
		t.Errorf("theme %s", got)
	}
}

// contrast is the least contrast of text on what lies behind it, by WCAG 2.
const contrast = `(() => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", {willReadFrequently: true});
  const rgb = (color, under) => {
    canvas.fillStyle = under; canvas.fillRect(0, 0, 1, 1);
    canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const css = c => "rgb(" + c.join() + ")";
  const behind = e => {
    const chain = [];
    for (; e; e = e.parentElement) chain.unshift(getComputedStyle(e).backgroundColor);
    return chain.reduce((under, c) => css(rgb(c, under)), "white");
  };
  const light = c => {
    const [r, g, b] = c.map(v => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b;
  };
  let worst = [21, ""];
  for (const e of document.querySelectorAll("body *")) {
    if (![...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) || !e.checkVisibility()) continue;
    const back = behind(e), a = light(rgb(getComputedStyle(e).color, back)), b = light(rgb(back, "white"));
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < worst[0]) worst = [ratio, e.outerHTML.slice(0, 120)];
  }
  return worst[0] >= 4.5 ? "" : worst.join(" ");
})()`

func isReadable(t *testing.T, b context.Context) {
	sys := system(t, reference.Config{Channels: 3})
	p, c := show(t, b, sys.DashboardAddr()), dial(t, sys)
	for i := range 8 { // more than channels
		c.ok("CALLSTART", "DEVICEID", fmt.Sprint(100+i), "ANI", "5551234", "SYS_USER", "kaya")
	}
	c.ok("BLACKOUTSTART", "DEVICEID", "101")
	c.ok("AGENTBLACKOUTSTART", "DEVICEID", "102")
	c.ok("CALLSTOP", "DEVICEID", "107")
	c.send(request("NONSENSE"))
	if err := sys.SetCore(2, false); err != nil {
		t.Fatal(err)
	}
	p.until(`document.querySelectorAll("#exchanges .exchange").length >= 12 && document.querySelector("[data-up=false]")`)
	eval[chromedp.Void](p, `for (const h of document.querySelectorAll(".head")) h.click()`)
	background := func() string { return eval[string](p, `getComputedStyle(document.documentElement).backgroundColor`) }
	seen := map[string]string{}
	for _, scheme := range []string{"light", "dark"} {
		p.prefers("prefers-color-scheme", scheme)
		seen[scheme] = background()
		if worst := eval[string](p, contrast); worst != "" {
			t.Errorf("%s: contrast %s", scheme, worst)
		}
	}
	if seen["light"] == seen["dark"] {
		t.Errorf("light and dark have the same background, %s", seen["light"])
	}
	// A choice of one's own counts more than the system's, and is remembered.
	p.write("t")
	if got := background(); got != seen["light"] {
		t.Errorf("chosen light: %s", got)
	}
	p.do(chromedp.Reload())
	p.until(`document.documentElement.dataset.theme === "light"`)
	if got := background(); got != seen["light"] {
		t.Errorf("chosen light, after a reload: %s", got)
	}
	p.prefers("prefers-reduced-motion", "reduce")
	if n := eval[int](p, `[...document.querySelectorAll("*")].filter(e => parseFloat(getComputedStyle(e).transitionDuration) || getComputedStyle(e).animationName !== "none").length`); n > 0 {
		t.Errorf("%d elements move though motion is unwanted", n)
	}
}

func comesBack(t *testing.T, b context.Context) {
	sys := system(t, reference.Config{})
	p, c := show(t, b, sys.DashboardAddr()), dial(t, sys)
	c.ok("CALLSTART", "DEVICEID", "before")
	p.until(device("before"))
	p.mu.Lock()
	p.calm = true // the browser logs that it cannot connect
	p.mu.Unlock()
	at := sys.DashboardAddr().String()
	stop(t, sys)
	p.until(`document.getElementById("link").dataset.state === "connecting"`)
	sys = system(t, reference.Config{Dashboard: at})
	p.until(`document.getElementById("link").dataset.state === "live"`)
	dial(t, sys).ok("CALLSTART", "DEVICEID", "after")
	p.until(device("after") + ` && ` + lane("after"))
	p.until(`!` + device("before") + ` && !` + lane("before"))
	p.until(`document.querySelectorAll("#exchanges .exchange").length === 1`) // the other system's are forgotten
}

func staysSmall(t *testing.T, b context.Context) {
	const devices = 5000
	sys := system(t, reference.Config{Channels: devices})
	p, c := show(t, b, sys.DashboardAddr()), dial(t, sys)
	go func() {
		var all strings.Builder
		for i := range devices {
			all.WriteString(request("CALLSTART", "DEVICEID", fmt.Sprint(10000+i), "ANI", "5551234"))
		}
		c.sock.Write([]byte(all.String()))
	}()
	for range devices {
		if _, err := c.in.ReadString('\n'); err != nil {
			t.Fatal(err)
		}
	}
	p.until(`document.getElementById("devices-count").textContent.includes("5,000 known, 5,000 in calls")`)
	if n := eval[int](p, `document.querySelectorAll("*").length`); n > 4000 {
		t.Errorf("the page has %d elements", n)
	}
	if n := eval[int](p, `document.querySelectorAll("#lanes .lane").length`); n != 24 {
		t.Errorf("%d lanes", n)
	}
	// Each of them can still be found, while the others go on.
	p.write("/")
	p.write("14321")
	p.until(`document.querySelectorAll("#devices .device").length === 1 && ` + device("14321"))
	c.ok("BLACKOUTSTART", "DEVICEID", "14321")
	p.until(device("14321") + `.dataset.state === "blackout" && ` + lane("14321") + `.dataset.state === "blackout"`)
	size := eval[int](p, `new Promise(done => {
		const live = new EventSource("live");
		live.addEventListener("state", e => { live.close(); done(e.data.length); });
	})`)
	if size > 256<<10 {
		t.Errorf("a sample has %d bytes", size)
	}
}

func namesWhatCanBeUsed(t *testing.T, b context.Context) {
	sys := system(t, reference.Config{})
	p, c := show(t, b, sys.DashboardAddr()), dial(t, sys)
	c.ok("CALLSTART", "DEVICEID", "1111")
	p.until(device("1111") + ` && document.querySelector("#exchanges .head")`)
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	tree, err := chromedp.Call(ctx, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
	if err != nil {
		t.Fatal(err)
	}
	text := func(v *accessibility.Value) string {
		if v == nil {
			return ""
		}
		return strings.Trim(string(v.Value), `"`)
	}
	roles := map[string]int{}
	for _, n := range tree.Nodes {
		if n.Ignored {
			continue
		}
		role := text(n.Role)
		roles[role]++
		switch role {
		case "button", "searchbox", "combobox", "checkbox", "region", "list", "dialog", "img":
			if text(n.Name) == "" && n.Name != nil {
				t.Errorf("a %s without a name", role)
			}
		}
	}
	for _, want := range []string{"banner", "main", "search", "searchbox", "region", "heading", "list", "listitem", "button", "status"} {
		if roles[want] == 0 {
			t.Errorf("no %s among %v", want, roles)
		}
	}
}

func showsAnExchange(t *testing.T, b context.Context) {
	sys := system(t, reference.Config{WebAPI: "127.0.0.1:0"})
	p, c := show(t, b, sys.DashboardAddr()), dial(t, sys)
	c.send(request("IMPORTUSER", "ACTION", "ADD", "USERNAME", "kaya", "FIRSTNAME", "Aylin", "LASTNAME", "Kaya", "PASSWORD", "hunter2"))
	p.until(`document.querySelector("#exchanges .head")`)
	p.write("x")
	p.press(kb.Enter)
	p.until(`document.querySelectorAll("#exchanges pre").length === 2`)
	request, result := eval[string](p, `document.querySelectorAll("#exchanges pre")[0].textContent`), eval[string](p, `document.querySelectorAll("#exchanges pre")[1].textContent`)
	for _, part := range []string{"<REQUEST>\n  <TYPE>IMPORTUSER</TYPE>\n", "  <PASSWORD>***</PASSWORD>\n", "</REQUEST>"} {
		if !strings.Contains(request, part) {
			t.Errorf("%s\ndoes not hold %q", request, part)
		}
	}
	if !strings.Contains(result, "<RESULT>\n  <REQUESTTYPE>IMPORTUSER</REQUESTTYPE>\n") {
		t.Error(result)
	}
	if strings.Contains(eval[string](p, `document.documentElement.outerHTML`), "hunter2") {
		t.Error("the page holds the password")
	}
}

func keepsStill(t *testing.T, b context.Context) {
	sys := system(t, reference.Config{})
	p, c := show(t, b, sys.DashboardAddr()), dial(t, sys)
	c.ok("CALLSTART", "DEVICEID", "1111")
	c.ok("CALLSTART", "DEVICEID", "2222")
	p.until(`document.querySelectorAll("#devices .head").length === 2 && document.querySelectorAll("#exchanges .head").length === 2`)
	p.write("x")
	before := eval[string](p, `document.activeElement.textContent`)
	for i := range 5 {
		c.ok("CALLSTART", "DEVICEID", fmt.Sprint(3000+i))
	}
	p.until(`document.getElementById("newer").textContent === "5 newer" && !document.getElementById("newer").hidden`)
	if got := eval[string](p, `document.querySelector("#exchanges .head").textContent`); got != before {
		t.Errorf("the first is %s, was %s", got, before)
	}
	p.until(`document.querySelectorAll("#devices .head").length === 7`)
	eval[chromedp.Void](p, `document.getElementById("newer").click()`)
	p.write("d")
	first := eval[string](p, `document.activeElement.querySelector(".name").textContent`)
	c.ok("CALLSTART", "DEVICEID", "4000")
	p.until(device("4000"))
	if got := eval[string](p, `document.querySelector("#devices .head .name").textContent`); got != first {
		t.Errorf("the first is %s while the focus is on %s", got, first)
	}
	eval[chromedp.Void](p, `document.activeElement.blur()`)
	p.until(`document.querySelector("#devices .head .name").textContent === "4000"`)
	p.until(`document.querySelectorAll("#exchanges .head").length === 8`)
}

func showsACoreGoDown(t *testing.T, b context.Context) {
	sys := system(t, reference.Config{Channels: 2})
	p := show(t, b, sys.DashboardAddr())
	p.until(`document.querySelectorAll("#core-list [data-up=true]").length === 2 && document.querySelectorAll("#core-list li").length === 4`)
	if err := sys.SetCore(1, false); err != nil {
		t.Fatal(err)
	}
	p.until(`document.querySelector("#core-list .core").dataset.up === "false" && document.querySelectorAll("#core-list [data-state=down]").length === 2`)
	sys.SetDatabase(false)
	p.until(`document.querySelector("[data-tile=store]").dataset.mood === "bad"`)
	sys.SetDatabase(true)
	p.until(`!document.querySelector("[data-tile=store]").dataset.mood`)
}

func fitsANarrowScreen(t *testing.T, b context.Context) {
	sys := system(t, reference.Config{})
	p, c := show(t, b, sys.DashboardAddr()), dial(t, sys)
	c.ok("CALLSTART", "DEVICEID", strings.Repeat("W", 15), "DEVICEALIAS", strings.Repeat("W", 15), "ANI", strings.Repeat("9", 30))
	p.until(`document.querySelector("#devices .head") && document.querySelector("#exchanges .head")`)
	for _, width := range []int64{320, 600, 900, 1300, 2560} {
		p.do(chromedp.EmulateViewport(width, 800))
		if over := eval[int](p, `document.documentElement.scrollWidth - innerWidth`); over > 0 {
			t.Errorf("at %d px the page is %d px too wide", width, over)
		}
	}
}
