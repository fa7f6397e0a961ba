
"use strict";
const form = document.getElementById("filter");
const rows = [...document.querySelectorAll("tr.spec")];
function filter() {
  const text = form.elements.text.value.toLowerCase();
  let shown = 0;
  for (const row of rows) {
    const show = form.elements[row.dataset.state].checked && row.textContent.toLowerCase().includes(text);
    row.classList.toggle("hide", !show);
    shown += show;
  }
  form.elements.shown.value = shown + " of " + rows.length;
}
form.hidden = false;
form.addEventListener("input", filter);
form.addEventListener("submit", event => event.preventDefault());
filter();
