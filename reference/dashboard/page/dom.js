// The few things that the panels do with the document. Text goes in as text:
// nothing here, or anywhere on the page, makes markup of a string.

/** el makes an element. Props are attributes; class and text are short forms. */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) set(node, name, value);
  node.append(...children.filter(c => c !== null && c !== undefined && c !== false));
  return node;
}

/** set changes an attribute, or the text, where it is another one. */
export function set(node, name, value) {
  if (name === "text") {
    if (node.textContent !== value) node.textContent = value;
  } else if (value === null || value === undefined || value === false) {
    if (node.hasAttribute(name)) node.removeAttribute(name);
  } else if (node.getAttribute(name) !== String(value)) {
    node.setAttribute(name, value);
  }
}

/** value makes an element for what a stranger said: its direction is its own. */
export const value = (text, cls) => el("bdi", { class: cls ?? null, text });

/** keyed makes the children of box those of items, in their order, one element
 * an item and the same for the same key. While the focus is in the box nothing
 * there moves: what is new comes last. */
export function keyed(box, items, key, make, update) {
  const nodes = box.nodes ??= new Map();
  const held = box.contains(document.activeElement) && document.activeElement !== box;
  const wanted = new Set();
  let at = box.firstElementChild;
  for (const item of items) {
    const k = String(key(item));
    if (wanted.has(k)) continue;
    wanted.add(k);
    let node = nodes.get(k);
    const fresh = !node;
    if (fresh) nodes.set(k, node = make(item));
    update(node, item);
    if (held) {
      if (fresh) box.append(node);
    } else if (node === at) {
      at = at.nextElementSibling;
    } else {
      box.insertBefore(node, at);
    }
  }
  for (const [k, node] of nodes) {
    if (wanted.has(k) || node.contains(document.activeElement)) continue;
    node.remove();
    nodes.delete(k);
  }
}

/** row makes an entry of a list: a head that shows or hides details, which are
 * filled when they are seen. */
export function row(cls, fill) {
  const head = el("button", { type: "button", class: "head", "aria-expanded": "false", tabindex: "-1" });
  const body = el("div", { class: "details", hidden: "" });
  const node = el("div", { role: "listitem", class: cls }, head, body);
  Object.assign(node, { head, body, open: false, refresh: () => { if (node.open) fill(node); } });
  head.addEventListener("click", () => {
    node.open = !node.open;
    set(head, "aria-expanded", String(node.open));
    body.hidden = !node.open;
    node.refresh();
  });
  return node;
}

/** walk lets the arrow keys move through a list's heads; Tab enters and leaves
 * it as one. */
export function walk(box) {
  const heads = () => [...box.querySelectorAll(".head")].filter(h => h.offsetParent);
  const go = head => {
    if (!head) return;
    if (box.entry && box.entry !== head) set(box.entry, "tabindex", "-1");
    set(box.entry = head, "tabindex", "0");
  };
  box.addEventListener("focusin", e => go(e.target.closest(".head")));
  box.addEventListener("focus", () => heads()[0]?.focus());
  box.addEventListener("keydown", e => {
    const all = heads(), i = all.indexOf(document.activeElement);
    const to = { ArrowDown: i + 1, ArrowUp: i - 1, Home: 0, End: all.length - 1, PageDown: i + 10, PageUp: i - 10 }[e.key];
    if (to === undefined || e.ctrlKey || e.altKey || e.metaKey || !all.length) return;
    e.preventDefault();
    all[Math.min(Math.max(to, 0), all.length - 1)].focus();
  });
  /** settle keeps one head in the order of Tab: the first, until one has the
   * focus. */
  box.settle = () => { if (!box.contains(document.activeElement) || !box.entry?.isConnected) go(heads()[0]); };
  box.enter = () => { box.settle(); box.entry?.focus(); };
}
