// What the page does: it hears samples, and lets each panel show its part.
import { Cores } from "./cores.js";
import { Counters } from "./counters.js";
import { Devices } from "./devices.js";
import { set } from "./dom.js";
import { Exchanges } from "./exchanges.js";
import { Live } from "./live.js";
import { clock } from "./text.js";
import { Timeline } from "./timeline.js";

const $ = id => document.getElementById(id);
const counters = new Counters($("counters"));
const timeline = new Timeline($("lanes"), $("axis"), $("agent-blackouts"), $("window"));
const cores = new Cores($("core-list"));
const devices = new Devices($("devices"), $("devices-count"));
const exchanges = new Exchanges($("exchanges"), $("exchanges-count"), $("newer"), $("failures"));

let view = null, found = null, skew = 0, due = false;

const live = new Live({
  state(v) {
    if (view && view.run !== v.run) for (const panel of [counters, timeline, exchanges]) panel.forget();
    view = v;
    skew = Date.parse(v.now) - Date.now();
    if (!live.find) found = null;
    later(true);
  },
  found(f) {
    found = f;
    later(true);
  },
  exchange(x) {
    exchanges.add(x);
    later(false);
  },
  link(state) {
    set($("link"), "data-state", state);
    set($("link"), "text", state);
  },
});

let fresh = false;
/** later draws once for all that comes together. */
function later(sample) {
  fresh ||= sample;
  if (due) return;
  due = true;
  setTimeout(draw, 0);
}

function draw() {
  due = false;
  if (!view) return;
  const now = Date.now() + skew;
  if (fresh) {
    counters.update(view);
    cores.update(view.state);
    timeline.update(view, found?.devices);
  }
  fresh = false;
  devices.update(view, found, now);
  exchanges.update(view);
  timeline.draw(now);
  set($("clock"), "text", clock(view.now));
}

// Time passes though nothing happens.
setInterval(() => live.paused || document.hidden || due || !view || later(false), 1000);

// Find.
let typed;
function find(text) {
  clearTimeout(typed);
  typed = setTimeout(() => {
    if (!text) found = null;
    live.search(text.trim());
    later(true);
  }, 250);
}
$("find").addEventListener("input", e => find(e.target.value));
$("find").addEventListener("keydown", e => {
  if (e.key === "Escape") {
    e.target.value = "";
    find("");
    e.target.blur();
  }
});

// Pause.
function pause() {
  live.pause(!live.paused);
  set($("pause"), "aria-pressed", String(live.paused));
  set($("pause"), "text", live.paused ? "Go on" : "Pause");
}
$("pause").addEventListener("click", pause);

// Theme.
const themes = ["auto", "light", "dark"];
const remember = (key, v) => { try { localStorage.setItem(key, v); } catch { /* a browser may forbid it */ } };
const recall = key => { try { return localStorage.getItem(key); } catch { return null; } };
function theme(name) {
  if (!themes.includes(name)) name = themes[0];
  set(document.documentElement, "data-theme", name);
  set($("theme"), "text", "Theme: " + name);
  remember("theme", name);
}
const nextTheme = () => theme(themes[(themes.indexOf(document.documentElement.dataset.theme) + 1) % themes.length]);
$("theme").addEventListener("click", nextTheme);
theme(recall("theme"));

// Keys.
$("shortcuts").checked = recall("shortcuts") !== "off";
$("shortcuts").addEventListener("change", e => remember("shortcuts", e.target.checked ? "on" : "off"));
const help = () => $("keys").open || $("keys").showModal();
$("help").addEventListener("click", help);
const keys = {
  "/": () => $("find").focus(), "d": () => devices.box.enter(), "x": () => exchanges.box.enter(),
  "p": pause, "t": nextTheme, "?": help,
};
document.addEventListener("keydown", e => {
  const typing = e.target.closest?.("input:not([type=checkbox]), select, dialog");
  if (typing || e.ctrlKey || e.altKey || e.metaKey || !$("shortcuts").checked || !keys[e.key]) return;
  e.preventDefault();
  keys[e.key]();
});

live.open();
