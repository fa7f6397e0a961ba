// The last exchanges, the newest first.
import { el, keyed, row, set, value, walk } from "./dom.js";
import { clock, number, plain, took, xml } from "./text.js";

const most = 100;

export class Exchanges {
  constructor(box, count, newer, failures) {
    Object.assign(this, { box, count, newer, failures, all: [], held: null });
    walk(box);
    newer.addEventListener("click", () => {
      for (const node of box.querySelectorAll('[aria-expanded="true"]')) node.click();
      this.held = null;
      this.draw();
      box.scrollTop = 0;
    });
    failures.addEventListener("change", () => this.draw());
  }

  forget() {
    this.all = [];
  }

  /** add puts one in front. */
  add(x) {
    if (this.all.length && x.n <= this.all[0].n) return; // seen before a reconnection
    this.all.unshift(x);
    this.all.length = Math.min(this.all.length, most);
    this.stale = true;
  }

  /** draw shows the list; while somebody reads in it, it stays as it is. */
  draw() {
    const reading = this.box.contains(document.activeElement) && document.activeElement !== this.box
      || this.box.querySelector('[aria-expanded="true"]') || this.box.scrollTop > 40;
    if (reading) this.held ??= this.shown ?? []; else this.held = null;
    const wanted = this.all.filter(x => !this.failures.checked || bad(x.code));
    this.shown = this.held ?? wanted;
    const news = this.held ? wanted.filter(x => x.n > (this.held[0]?.n ?? 0)).length : 0;
    this.newer.hidden = !news;
    set(this.newer, "text", news >= most ? `${most} newer or more` : `${news} newer`);
    set(this.box, "data-empty", this.shown.length ? null : this.failures.checked ? "None of the last exchanges failed."
      : "No exchange yet. They are kept while a page like this is open.");
    keyed(this.box, this.shown, x => x.n, makeExchange, (node, x) => { node.exchange = x; });
    this.box.settle();
  }

  update(view) {
    const { requests } = view.stats;
    set(this.count, "text", this.all.length ? `the last ${number(this.all.length)} kept, of ${number(requests)}` : "");
    if (this.stale || this.held) this.draw();
    else if (!this.shown) this.draw();
    this.stale = false;
  }
}

const bad = code => code !== 20 && code !== 46;

function makeExchange(x) {
  const node = row("exchange", details);
  set(node, "data-state", bad(x.code) ? "bad" : "good");
  node.head.append(el("span", { class: "time", text: clock(x.at, 3) }), el("span", { class: "via", text: x.via }),
    value(plain(x.function || "unreadable", 40), "name"), value(plain(x.device ?? "", 40), "party"),
    el("span", { class: "code", text: `${x.code} ${x.label.replace(/^API_/, "")}` }), el("span", { class: "since", text: took(x.took_ns) }));
  return node;
}

function details(node) {
  const x = node.exchange;
  if (node.filled === x.n) return;
  node.filled = x.n;
  const notes = x.notes ?? [];
  node.body.append(
    el("p", { class: "dim" }, "from ", value(plain(x.remote, 60)), `, REQUESTID ${plain(x.id, 40)}`),
    ...notes.map(n => el("p", { class: "note", text: plain(n) })),
    el("h4", { text: "Request" }), pretty(x.request, x.request_cut), el("h4", { text: "Result" }), pretty(x.result, x.result_cut));
}

function pretty(source, cut) {
  const pre = el("pre", { tabindex: "0" });
  for (const [depth, ...parts] of xml(source)) {
    pre.append("  ".repeat(depth), ...parts.map(([kind, text]) => el("span", { class: kind, text })), "\n");
  }
  if (cut) pre.append(el("span", { class: "note", text: "… and more, which is not kept" }));
  return pre;
}
