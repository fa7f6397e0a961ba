// The devices, those in calls first.
import { el, keyed, row, set, value, walk } from "./dom.js";
import { clock, number, plain, span } from "./text.js";

const states = { recording: "recording", blackout: "blacked out", call: "in a call", rest: "no call" };

export class Devices {
  constructor(box, count) {
    Object.assign(this, { box, count });
    walk(box);
  }

  /** update shows devices; found is what a search says, null without one. */
  update(view, found, now) {
    const { state } = view, devices = found?.devices ?? state.devices;
    const chats = found ? [] : state.sessions.slice(0, 20).map(c => ({
      id: "chat " + c.session_id, agent: c.agent, calls: [c], call_count: 1, is_recording: c.recordings.length > 0 }));
    const { devices: all, devices_in_call: busy } = state.count;
    const rest = (found?.matches ?? all) - devices.length;
    set(this.count, "text", (found ? `${number(found.matches)} of ${number(all)} match` : `${number(all)} known, ${number(busy)} in calls`)
      + (rest > 0 ? `; ${number(rest)} not shown` : ""));
    set(this.box, "data-empty", devices.length ? null : found ? "Nothing matches." : "No device has been in a call yet. Send a CALLSTART: offhook send CALLSTART DEVICEID=1111");
    keyed(this.box, [...devices, ...chats], d => d.id, makeDevice, (node, d) => {
      Object.assign(node, { device: d, now });
      const call = d.calls.at(-1);
      const recordings = d.calls.flatMap(c => c.recordings);
      const what = recordings.some(r => r.paused) ? "blackout" : d.is_recording ? "recording" : call ? "call" : "rest";
      set(node, "data-state", what);
      set(node.what, "text", states[what] + (d.call_count > 1 ? `, ${d.call_count} calls` : ""));
      set(node.name, "text", plain(d.id, 64));
      set(node.alias, "text", plain(d.alias ?? "", 40));
      set(node.agent, "text", plain(who(d.agent), 60));
      set(node.party, "text", call ? plain(party(call), 60) : "");
      set(node.since, "text", call ? span(now - Date.parse(call.start)) : "");
      node.refresh();
    });
    this.box.settle();
  }
}

const who = a => a?.name || a?.sys_user || a?.crm_user || (a?.id ? "agent " + a.id : "");
const arrows = { I: "← ", O: "→ " };
const party = c => (arrows[c.direction] ?? "") + [c.ani, c.dnis].filter(Boolean).join(" · ");

function makeDevice() {
  const node = row("device", details);
  const parts = { name: value("", "name"), alias: value("", "alias"), what: el("span", { class: "what" }),
    agent: value("", "agent"), party: value("", "party"), since: el("span", { class: "since" }) };
  node.head.append(el("i", { class: "dot", "aria-hidden": "true" }), ...Object.values(parts));
  return Object.assign(node, parts);
}

function details(node) {
  const d = node.device;
  const facts = [["Station", d.station], ["SYS_USER", d.agent?.sys_user], ["CRM_USER", d.agent?.crm_user], ["Agent", d.agent?.id], ["Last RECORDID", d.last_record_id]];
  const key = c => c.global_call_id + c.session_id + c.start;
  keyed(node.body, [{ of: d, facts }, ...d.calls], c => c.facts ? "device" : key(c), () => el("dl"), (dl, c) =>
    fill(dl, c.facts ?? callFacts(c, node.now)));
  if (d.call_count > d.calls.length) set(node.body, "data-more", `and ${d.call_count - d.calls.length} calls more`);
  else set(node.body, "data-more", null);
}

function callFacts(c, now) {
  const stop = x => x.stop ? clock(x.stop) : "now";
  return [
    ["Call", `since ${clock(c.start)}, ${span(now - Date.parse(c.start))}`], ["CALLINSTANCE", c.instance], ["GLOBALCALLID", c.global_call_id],
    ["SESSIONID", c.session_id], ["ANI", c.ani], ["DNIS", c.dnis], ["GROUP", c.group], ["GATE", c.gate], ["Priority", c.priority || ""],
    ["Schedule", c.schedule || "none matched"],
    ...c.recordings.map(r => [r.kind === "call" ? "Recording" : r.kind,
      `RECORDID ${r.record_id}, core ${r.core}, channel ${r.channel}, since ${clock(r.start)}${r.paused ? ", blacked out" : ""}, ${r.file_name}`]),
    ["Blackouts", c.blackouts.map(x => `${clock(x.start)} to ${stop(x)}${x.of ? " of " + x.of : ""}`).join("; ")],
  ];
}

/** fill makes a list of those facts that there are. */
export function fill(dl, facts) {
  keyed(dl, facts.filter(([, v]) => v !== undefined && v !== "" && v !== 0), ([k, v], i) => k + (k === "Recording" ? v.slice(0, 20) : ""),
    () => Object.assign(el("div", {}, el("dt"), el("dd", {}, value("")))), (node, [k, v]) => {
      set(node.firstChild, "text", k);
      set(node.lastChild.firstChild, "text", plain(v));
    });
}
