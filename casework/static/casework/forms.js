/* Optional: one submit per form, counters under textarea[maxlength],
   [data-keep] text survives a live refresh, errors get focus, menus close. */
(function (page) {
  "use strict";
  var kept = {};
  function each(root, selector, act) { root.querySelectorAll(selector).forEach(act); }
  function on(kind, act) { page.addEventListener(kind, act); }
  function key(field) { return field.form.action + "#" + field.name; }
  function count(field) { field.nextElementSibling.textContent = field.value.length + " / " + field.maxLength; }
  function prepare(root) {
    each(root, "[data-keep]", function (field) { field.value = field.value || kept[key(field)] || ""; });
    each(root, "textarea[maxlength]:not([data-counted])", function (field) {
      field.dataset.counted = "";
      field.insertAdjacentHTML("afterend", '<p class="field__count"></p>');
      count(field);
    });
  }
  function release() { each(page, "[aria-busy]", function (busy) { busy.removeAttribute("aria-busy"); }); }
  function closeMenus(but) { each(page, ".menu[open]", function (menu) { menu.open = menu.contains(but); }); }
  on("submit", function (event) {
    var form = event.target;
    each(form, "[data-keep]", function (field) { delete kept[key(field)]; });
    if (form.hasAttribute("aria-busy")) { event.preventDefault(); }
    if (event.defaultPrevented || form.method !== "post") { return; }
    /* "disabled" would drop its value */
    form.setAttribute("aria-busy", "true");
    setTimeout(release, 9000);
  });
  on("input", function (event) {
    var field = event.target;
    if ("counted" in field.dataset) { count(field); }
    if ("keep" in field.dataset) { kept[key(field)] = field.value; }
  });
  on("htmx:load", function (event) { prepare(event.target); });
  on("click", function (event) { closeMenus(event.target); });
  on("keydown", function (event) { if (event.key === "Escape") { closeMenus(); } });
  addEventListener("pageshow", release);
  prepare(page);
  each(page, "[data-focus]", function (box) { box.focus(); });
})(document);
