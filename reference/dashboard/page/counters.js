// The numbers at the top, with what they were in the last minute.
import { el, set } from "./dom.js";
import { number, rate } from "./text.js";

const history = 120; // samples
const svg = "http://www.w3.org/2000/svg";

const tiles = [
  ["requests", "Requests", "a second"],
  ["failed", "Failures", "a second"],
  ["calls", "Calls"],
  ["recordings", "Recordings"],
  ["channels", "Channels in use"],
  ["connections", "Connections"],
  ["store", "To be stored"],
  ["mail", "To be mailed"],
];

export class Counters {
  constructor(box) {
    this.tiles = {};
    const list = el("dl");
    for (const [key, name, unit] of tiles) {
      const line = document.createElementNS(svg, "polyline");
      const chart = document.createElementNS(svg, "svg");
      for (const [k, v] of [["viewBox", `0 0 ${history - 1} 24`], ["preserveAspectRatio", "none"], ["aria-hidden", "true"]]) chart.setAttribute(k, v);
      chart.append(line);
      const tile = { line, past: [], value: el("span", { class: "value", text: "–" }), unit: el("span", { class: "unit", text: unit ?? "" }), more: el("span", { class: "more" }) };
      tile.box = el("div", { class: "tile", "data-tile": key }, el("dt", { text: name }),
        el("dd", {}, el("span", { class: "figure" }, tile.value, tile.unit), tile.more), chart);
      this.tiles[key] = tile;
      list.append(tile.box);
    }
    box.append(list);
  }

  /** forget what was counted in another run. */
  forget() {
    this.before = null;
    for (const t of Object.values(this.tiles)) t.past = [];
  }

  update(view) {
    const { state: { count }, stats, backlog } = view, now = Date.parse(view.now);
    const old = this.before ?? { now, stats, count };
    const seconds = (now - old.now) / 1000;
    const per = (a, b) => seconds > 0 ? Math.max(0, a - b) / seconds : 0;
    this.before = { now, stats, count };
    const failing = per(stats.failed, old.stats.failed);
    this.show("requests", per(stats.requests, old.stats.requests), rate, `${number(stats.requests)} in all`);
    this.show("failed", failing, rate, `${number(stats.failed)} in all, ${number(stats.broken)} unreadable`, failing > 0 && "bad");
    this.show("calls", count.calls, number, `${rate(per(count.calls_started, old.count.calls_started))} begin a second`);
    this.show("recordings", count.recordings, number, `${number(count.paused)} blacked out`, count.paused > 0 && "held");
    const full = count.channels > 0 && count.channels_in_use >= count.channels;
    this.show("channels", count.channels_in_use, number, `of ${number(count.channels)}`, full && "bad");
    this.show("connections", stats.connections, number, `${number(stats.subscribers)} subscribed, ${number(stats.refused)} refused`);
    this.show("store", backlog.recordings, number, backlog.database ? "the database answers" : "the database is away", !backlog.database && "bad");
    this.show("mail", backlog.mails, number, `${number(backlog.failed_mails)} given up`, backlog.failed_mails > 0 && "held");
  }

  show(key, n, form, more, mood) {
    const t = this.tiles[key];
    set(t.value, "text", form(n));
    set(t.more, "text", more);
    set(t.box, "data-mood", mood || null);
    t.past.push(n);
    if (t.past.length > history) t.past.shift();
    const top = Math.max(...t.past, 1), first = history - t.past.length;
    t.line.setAttribute("points", t.past.map((v, i) => `${first + i},${(23 - 21 * v / top).toFixed(1)}`).join(" "));
  }
}
