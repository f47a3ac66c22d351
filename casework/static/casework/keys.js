/* Optional: move along a work list by key: j and k, o opens, / searches, ? shows the help.
   Single keys can be switched off (WCAG 2.1.4); the choice stays on this device. */
(function (page) {
  "use strict";
  var help = page.querySelector("[data-keys]");
  if (!help) { return; }
  var off = help.querySelector("[data-keys-off]");
  var STORE = "qingqian-keys-off";
  function stored(value) {
    try {
      if (value !== undefined) { localStorage.setItem(STORE, value); }
      return localStorage.getItem(STORE) === "1";
    } catch (blocked) { return off.checked; }
  }
  function links() { return Array.prototype.slice.call(page.querySelectorAll("[data-row] .row-link")); }
  function move(step) {
    var all = links();
    var row = page.activeElement.closest("[data-row]");
    var here = row ? all.indexOf(row.querySelector(".row-link")) : -1;
    var next = all[here < 0 ? (step > 0 ? 0 : all.length - 1) : here + step];
    if (next) { next.focus(); next.scrollIntoView({ block: "nearest" }); }
  }
  function open() {
    var row = page.activeElement.closest("[data-row]");
    if (row) { row.querySelector(".row-link").click(); }
  }
  function search() { page.querySelector("[data-search]").focus(); }
  function explain() { help.open = true; help.querySelector("summary").focus(); }
  var acts = { j: move.bind(null, 1), k: move.bind(null, -1), o: open, "/": search, "?": explain };
  page.addEventListener("keydown", function (event) {
    if (off.checked || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) { return; }
    if (event.target.closest("input, textarea, select, [contenteditable]") || !acts[event.key]) { return; }
    event.preventDefault();
    acts[event.key]();
  });
  off.checked = stored();
  off.addEventListener("change", function () { stored(off.checked ? "1" : "0"); });
})(document);
