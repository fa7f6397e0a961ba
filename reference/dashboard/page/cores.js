// The cores and what each of their channels does.
import { el, keyed, set, value } from "./dom.js";
import { number, plain } from "./text.js";

const few = 64; // channels of a core that are all shown, the idle ones too

export class Cores {
  constructor(box) {
    this.box = box;
  }

  update(state) {
    let first = 1; // a channel's id is unique over all cores
    const cores = state.cores.map(c => {
      const core = { ...c, first };
      first += c.channels;
      return core;
    });
    const busy = Map.groupBy(state.channels, ch => ch.core);
    keyed(this.box, cores, c => c.id, makeCore, (node, c) => {
      set(node, "data-up", String(c.up));
      set(node.state, "text", c.up ? "up" : "down");
      set(node.count, "text", `${number(c.recording)} of ${number(c.channels)} record`);
      node.fill.style.width = (c.channels ? 100 * c.recording / c.channels : 0).toFixed(2) + "%";
      const used = busy.get(c.id) ?? [];
      const byID = new Map(used.map(ch => [ch.id, ch]));
      const all = c.channels <= few && used.length === c.recording;
      const cells = all ? Array.from({ length: c.channels }, (_, i) => byID.get(c.first + i) ?? { id: c.first + i }) : used;
      keyed(node.cells, cells, ch => ch.id, makeCell, (cell, ch) => {
        const what = ch.record_id ? (ch.paused ? "blackout" : "recording") : c.up ? "idle" : "down";
        set(cell, "data-state", what);
        set(cell.device, "text", ch.record_id ? plain(ch.device_alias || ch.device_id, 24) : "");
        set(cell, "title", `channel ${ch.id}: ${what}` + (ch.record_id ? `, device ${plain(ch.device_id, 64)}, RECORDID ${ch.record_id}` : ""));
      });
      const rest = c.recording - used.length;
      set(node.rest, "text", rest > 0 ? `and ${number(rest)} more that record` : !all && !used.length ? "all idle" : "");
    });
  }
}

function makeCore(c) {
  const state = el("span", { class: "badge" }), count = el("span", { class: "dim" }), fill = el("i");
  const cells = el("ul", { class: "cells", "aria-label": "Channels of core " + c.id }), rest = el("p", { class: "dim rest" });
  const node = el("article", { class: "core", "aria-label": "Core " + c.id },
    el("h3", {}, "Core " + c.id, state, count), el("div", { class: "meter", "aria-hidden": "true" }, fill), cells, rest);
  return Object.assign(node, { state, count, fill, cells, rest });
}

function makeCell(ch) {
  const device = value("");
  return Object.assign(el("li", {}, el("b", { text: String(ch.id) }), device), { device });
}
