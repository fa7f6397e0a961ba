// What was recorded of each device in the last minutes, and what of it was
// blacked out.
import { el, keyed, set, value } from "./dom.js";
import { clock, plain, span } from "./text.js";

const most = 24; // lanes
const ticks = 6;

export class Timeline {
  constructor(box, axis, agents, choice) {
    Object.assign(this, { box, axis, agents, bars: new Map() });
    this.window = Number(choice.value) * 1000;
    choice.addEventListener("change", () => {
      this.window = Number(choice.value) * 1000;
      this.draw();
    });
  }

  forget() {
    this.bars.clear();
  }

  /** update takes what goes on into the memory of the last minutes. lanes are
   * the devices that were found; without a search there are all that go on. */
  update(view, found) {
    const now = Date.parse(view.now);
    const lanes = found ?? view.lanes;
    const chats = found ? [] : view.state.sessions.slice(0, 6).map(c => ({ id: "chat " + c.session_id, calls: [c] }));
    this.lanes = lanes.slice(0, most - chats.length).concat(chats);
    const ended = new Map(view.state.ended.map(r => [r.record_id + " " + r.start, r]));
    const seen = new Set();
    for (const lane of this.lanes) {
      for (const call of lane.calls ?? []) {
        const inCall = { key: "call " + call.global_call_id, kind: "none", lane: lane.id, start: call.start, blackouts: [], text: "in a call" };
        const all = call.recordings.map(r => ({ ...r, key: r.record_id + " " + r.start, lane: lane.id, blackouts: call.blackouts ?? [] }));
        for (const bar of [inCall, ...all]) {
          seen.add(bar.key);
          this.bars.set(bar.key, { ...bar, last: now });
        }
      }
    }
    for (const [key, r] of ended) {
      const bar = this.bars.get(key) ?? (this.lanes.some(l => l.id === r.device_id) ? { key, lane: r.device_id } : null);
      if (bar) this.bars.set(key, { ...bar, ...r, last: now, paused: false, blackouts: r.blackouts ?? [] });
    }
    for (const [key, bar] of this.bars) {
      // Over since the sample before, and so many ended that it is not told.
      if (!bar.stop && !seen.has(key)) bar.stop = new Date(bar.last).toISOString();
      if (bar.stop && now - Date.parse(bar.stop) > 620_000) this.bars.delete(key);
    }
    if (this.bars.size > 4000) this.bars = new Map([...this.bars].slice(-3000));
    this.blackouts(view.state.agent_blackouts);
  }

  blackouts(list) {
    keyed(this.agents, list, b => b.of + b.start, () => el("li"), (node, b) => {
      const until = b.stop && !b.stop.startsWith("0001") ? clock(b.stop) : "a stop";
      set(node, "text", `${plain(b.of)}: blackout from ${clock(b.start)} to ${until}`);
    });
  }

  /** draw puts the bars where they are at the time now, in ms. */
  draw(now = this.now) {
    this.now = now;
    if (!this.lanes) return;
    const byLane = Map.groupBy(this.bars.values(), b => b.lane);
    keyed(this.box, this.lanes, l => l.id, makeLane, (node, lane) => this.lane(node, lane, byLane.get(lane.id) ?? []));
    set(this.box, "data-empty", this.lanes.length ? null : "No device has been in a call since this page was opened.");
    keyed(this.axis, Array.from({ length: ticks + 1 }, (_, i) => i), i => i, () => el("span"), (node, i) =>
      set(node, "text", i === ticks ? "now" : "−" + span(this.window * (ticks - i) / ticks)));
  }

  lane(node, lane, bars) {
    const from = this.now - this.window;
    const place = (style, start, stop) => {
      const left = Math.max(0, (start - from) / this.window), right = Math.min(1, (stop - from) / this.window);
      style.left = (left * 100).toFixed(3) + "%";
      style.width = Math.max(0, (right - left) * 100).toFixed(3) + "%";
    };
    const shown = bars.filter(b => !b.stop || Date.parse(b.stop) > from);
    const recording = shown.filter(b => !b.stop && b.kind !== "none");
    const held = recording.some(b => b.paused);
    set(node.name, "text", plain(lane.id, 40));
    set(node, "data-state", held ? "blackout" : recording.length ? "recording" : (lane.calls?.length ? "call" : "rest"));
    set(node, "aria-label", `${plain(lane.id, 40)}: ` + (recording.length ? recording.map(b =>
      `${b.kind} recording since ${clock(b.start)}${b.paused ? ", blacked out now" : ""}`).join("; ") : "not recorded now"));
    keyed(node.track, shown, b => b.key, b => el("i", { class: "bar " + b.kind }), (bar, b) => {
      const start = Date.parse(b.start), stop = b.stop ? Date.parse(b.stop) : this.now;
      place(bar.style, start, stop);
      set(bar, "data-live", b.stop ? null : "");
      set(bar, "title", b.kind === "none" ? "call since " + clock(b.start)
        : `${b.kind} ${b.record_id}, core ${b.core} channel ${b.channel}, from ${clock(b.start)}, ${span(stop - start)}`);
    });
    const holes = new Map();
    for (const b of shown) {
      if (b.kind === "none") continue;
      const start = Date.parse(b.start), stop = b.stop ? Date.parse(b.stop) : this.now;
      for (const x of b.blackouts) {
        const x0 = Math.max(start, Date.parse(x.start)), x1 = Math.min(stop, x.stop ? Date.parse(x.stop) : stop);
        if (x1 > x0 && x1 > from) holes.set(b.key + x.start, { x0, x1, from: x.start });
      }
    }
    keyed(node.holes, holes, ([k]) => k, () => el("i", { class: "bar blackout" }), (bar, [, x]) => {
      place(bar.style, x.x0, x.x1);
      set(bar, "title", `blackout from ${clock(x.from)}, ${span(x.x1 - x.x0)}`);
    });
  }
}

function makeLane() {
  const name = value("", "name"), track = el("div", { class: "track" }), holes = el("div", { class: "holes" });
  return Object.assign(el("div", { role: "listitem", class: "lane" }, name, el("div", { class: "tracks" }, track, holes)), { name, track, holes });
}
