// What strangers said, made fit to be read. The page puts all of it in as text
// nodes; here, characters that would act upon a reader are made visible.

const maxShown = 200;
// Controls, and what reorders, hides or joins text.
const acting = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/** plain returns the beginning of a value on one line. */
export function plain(value, max = maxShown) {
  let text = String(value ?? "");
  if (text.length > max) text = text.slice(0, max).replace(/[\ud800-\udbff]$/, "") + "…";
  return text.replace(acting, visible);
}

function visible(c) {
  return "⟨" + c.codePointAt(0).toString(16).toUpperCase().padStart(4, "0") + "⟩";
}

/** clock returns the time of day that a server wrote, in the server's zone. */
export function clock(time, digits = 0) {
  const [, day, part = ""] = /T(\d\d:\d\d:\d\d)(?:\.(\d+))?/.exec(time) ?? [];
  if (!day) return "";
  return digits ? day + "." + part.padEnd(digits, "0").slice(0, digits) : day;
}

/** span returns a length of time in ms as h:mm:ss. */
export function span(ms) {
  const s = Math.max(0, Math.floor(ms / 1000));
  const mm = Math.floor(s / 60) % 60, ss = String(s % 60).padStart(2, "0");
  const h = Math.floor(s / 3600);
  return h ? `${h}:${String(mm).padStart(2, "0")}:${ss}` : `${mm}:${ss}`;
}

/** took returns a duration in ns in a unit that suits it. */
export function took(ns) {
  if (!ns) return "";
  if (ns < 1e6) return Math.max(1, Math.round(ns / 1e3)) + " µs";
  if (ns < 1e9) return (ns / 1e6).toFixed(ns < 1e7 ? 1 : 0) + " ms";
  return (ns / 1e9).toFixed(1) + " s";
}

const grouped = new Intl.NumberFormat("en");
/** number returns a count with its thousands apart. */
export const number = n => grouped.format(n);

/** rate returns so many a second, with a digit after the point where few. */
export function rate(n) {
  return n > 0 && n < 10 ? n.toFixed(1) : grouped.format(Math.round(n));
}

/** xml returns a document's lines: tags and text as [depth, [kind, text]...].
 * It reads tags only, so that what is cut or broken is shown too. */
export function xml(source) {
  const lines = [];
  let depth = 0, line = null;
  const begin = d => lines.push(line = [d]);
  for (const token of source.match(/<[^>]*>?|[^<]+/g) ?? []) {
    if (token.startsWith("</")) {
      depth = Math.max(0, depth - 1);
      if (!line || line.closed) begin(depth);
      line.push(["tag", plain(token, 400)]);
      line.closed = true;
    } else if (token.startsWith("<")) {
      begin(depth);
      line.push(["tag", plain(token, 400)]);
      if (token.endsWith("/>") || /^<[?!]/.test(token)) line.closed = true; else depth = Math.min(depth + 1, 12);
    } else if (token.trim() || !line?.closed) {
      if (!line || line.closed) begin(depth);
      line.push(["text", plain(token.trim(), 4096)]);
    }
  }
  return lines;
}
