/* Optional: the keyboard of every staff page. j and k move along a list, o opens, x selects, / searches,
   g and a letter go to a page, ? shows the help. Single keys can be switched off per user (WCAG 2.1.4). */
(function (page) {
  "use strict";
  var help = page.querySelector("[data-keys]");
  var box = page.querySelector("[data-search]");
  var find = page.querySelector("[data-find]");
  var list = page.querySelector("[data-find-box]");
  var on = help && help.querySelector("[data-keys-on]");
  var going = 0;

  function rows() { return Array.prototype.slice.call(page.querySelectorAll("[data-row]:has(.row-link)")); }
  function current() { return page.activeElement && page.activeElement.closest("[data-row]"); }
  function move(step) {
    var all = rows(), here = all.indexOf(current());
    var next = all[here < 0 ? (step > 0 ? 0 : all.length - 1) : here + step];
    if (!next) { return; }
    next.querySelector(".row-link").focus();
    next.scrollIntoView({ block: "nearest" });
  }
  function open() { var row = current(); if (row) { row.querySelector(".row-link").click(); } }
  function select() {
    var row = current(), tick = row && row.querySelector("[data-pick]");
    if (tick) { tick.click(); }
  }
  function search() { if (box) { box.focus(); box.select(); } }
  function explain() { if (help && !help.open) { help.showModal(); } }
  function go() { going = Date.now(); }
  function went(key) {
    var link = Date.now() - going < 1500 && help.querySelector('[data-go="' + key + '"]');
    going = 0;
    if (link) { location.assign(link.href); }
    return !!link;
  }
  var acts = { j: move.bind(null, 1), k: move.bind(null, -1), o: open, x: select, g: go, "/": search, "?": explain };

  page.addEventListener("keydown", function (event) {
    if (!on || !on.checked || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) { return; }
    if (help.open || event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) { return; }
    if (going && /^[a-z]$/.test(event.key) && went(event.key)) { event.preventDefault(); return; }
    if (!acts[event.key]) { return; }
    event.preventDefault();
    acts[event.key]();
  });
  page.addEventListener("click", function (event) {
    if (event.target.closest("[data-keys-open]")) { explain(); }
    if (list && find && !find.contains(event.target)) { list.hidden = true; }
  });

  /* Suggestions: down and up move through them, Escape goes back to the box and closes. */
  if (!find || !list) { return; }
  box.addEventListener("input", function () { list.hidden = false; });
  box.addEventListener("focus", function () { list.hidden = false; });
  find.addEventListener("focusout", function (event) {
    if (event.relatedTarget && !find.contains(event.relatedTarget)) { list.hidden = true; }
  });
  find.addEventListener("keydown", function (event) {
    if (event.isComposing) { return; }
    var items = Array.prototype.slice.call(list.querySelectorAll("[data-find-item]"));
    var here = items.indexOf(page.activeElement);
    if (event.key === "Escape") { list.hidden = true; if (here >= 0) { box.focus(); list.hidden = true; } return; }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") { return; }
    var next = event.key === "ArrowDown" ? items[here + 1] : items[here - 1] || box;
    if (next) { event.preventDefault(); next.focus(); }
  });
})(document);
