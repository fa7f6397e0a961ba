"use strict";
(() => {
  const form = document.getElementById("filter");
  const {text, shown} = form.elements;
  const choice = form.elements.function;
  const boxes = {state: [...form.querySelectorAll("[name=state]")], level: [...form.querySelectorAll("[name=level]")]};
  const specs = [...document.querySelectorAll(".spec")].map(at => ({at, row: at.localName === "tr", words: null, ...at.dataset}));
  const rows = specs.filter(s => s.row).length;
  // A row is found by the words of its spec's account too, and the other way round.
  const told = new Map(specs.filter(s => !s.row).map(s => [s.at.id, s]));
  for (const s of specs) {
    if (!s.row) continue;
    const link = s.at.querySelector("a");
    const other = link && told.get(decode(link.getAttribute("href").slice(1)));
    if (other) s.other = other, other.other = s;
  }

  function decode(s) {
    try { return decodeURIComponent(s); } catch { return s; }
  }

  function words(s) {
    s.words ??= (s.at.textContent + (s.other ? " " + s.other.at.textContent : "")).toLowerCase();
    return s.words;
  }

  function wanted() {
    const chosen = name => new Set(boxes[name].filter(b => b.checked).map(b => b.value));
    return {states: chosen("state"), levels: chosen("level"), function: choice.value, words: text.value.toLowerCase().split(/\s+/).filter(Boolean)};
  }

  function apply() {
    const want = wanted();
    let n = 0;
    for (const s of specs) {
      const show = want.states.has(s.state) && (want.levels.has(s.level) || !boxes.level.some(b => b.value === s.level)) &&
        (!want.function || s.function === want.function) && (!want.words.length || want.words.every(w => words(s).includes(w)));
      s.at.classList.toggle("hide", !show);
      n += show && s.row;
    }
    for (const part of document.querySelectorAll("#specs tbody, #specs .chapter")) {
      part.classList.toggle("hide", !part.querySelector(".spec:not(.hide)"));
    }
    for (const empty of document.querySelectorAll(".empty")) {
      empty.hidden = !!empty.parentElement.querySelector(".spec:not(.hide)");
    }
    shown.value = `${n} of ${rows} specs`;
  }

  // What is filtered stands in the fragment, so that a link keeps it.
  function remember() {
    const p = new URLSearchParams();
    for (const name of ["state", "level"]) {
      if (boxes[name].some(b => !b.checked)) p.set(name, boxes[name].filter(b => b.checked).map(b => b.value).join(","));
    }
    if (choice.value) p.set("function", choice.value);
    if (text.value) p.set("text", text.value);
    const to = p.toString() ? "#" + p : location.pathname + location.search;
    try { history.replaceState(null, "", to); } catch { /* a page may not be allowed to */ }
  }

  function set({state, level, fn, words}) {
    for (const b of boxes.state) b.checked = state === null || state.split(",").includes(b.value);
    for (const b of boxes.level) b.checked = level === null || level.split(",").includes(b.value);
    choice.value = fn ?? "";
    if (choice.selectedIndex < 0) choice.value = "";
    text.value = words ?? "";
    apply();
  }

  const all = {state: null, level: null, fn: null, words: null};

  // A fragment is a filter, or a place, which must then be seen.
  function follow() {
    const fragment = location.hash.slice(1);
    if (/(^|&)(state|level|function|text)=/.test(fragment)) {
      const p = new URLSearchParams(fragment);
      set({state: p.get("state"), level: p.get("level"), fn: p.get("function"), words: p.get("text")});
      return;
    }
    const at = document.getElementById(decode(fragment));
    if (at && (at.closest(".hide") || at.classList.contains("hide"))) {
      set(all);
      at.scrollIntoView();
    }
  }

  let waiting = 0;
  form.addEventListener("input", () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => { apply(); remember(); });
  });
  form.addEventListener("submit", event => event.preventDefault());
  form.addEventListener("reset", event => { event.preventDefault(); set(all); remember(); });
  document.addEventListener("click", event => {
    const cell = event.target.closest?.("#matrix a[data-state]");
    if (!cell || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    set({...all, state: cell.dataset.state, fn: cell.dataset.function});
    remember();
    const first = document.querySelector(".spec:not(.hide)");
    first?.scrollIntoView();
    const link = first?.querySelector("a");
    link?.focus({preventScroll: true});
  });
  document.addEventListener("keydown", event => {
    if (event.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      text.focus();
    } else if (event.key === "Escape" && event.target === text && text.value) {
      event.preventDefault();
      text.value = "";
      apply();
      remember();
    }
  });
  addEventListener("hashchange", follow);
  form.hidden = false;
  apply();
  follow();
})();
