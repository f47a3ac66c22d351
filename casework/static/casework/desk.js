/* Optional: pick many rows of the desk. The count is said; ticks outlive a row that follows a change. */
(function (page) {
  "use strict";
  var bulk = page.querySelector("[data-bulk]"), list = page.getElementById("desk-rows");
  if (!bulk || !list) { return; }
  var none = bulk.querySelector("[data-bulk-none]"), some = bulk.querySelector("[data-bulk-some]");
  var clear = bulk.querySelector("[data-bulk-clear]"), kept = {};

  function picks() { return Array.prototype.slice.call(list.querySelectorAll("[data-pick]")); }
  function tell() {
    var all = picks(), chosen = all.filter(function (tick) { return tick.checked; });
    var whole = list.querySelector("[data-pick-all]");
    kept = {};
    chosen.forEach(function (tick) { kept[tick.value] = true; });
    var n = chosen.length;
    none.hidden = n > 0;
    some.hidden = clear.hidden = n === 0;
    some.textContent = n === 1 ? some.dataset.one : some.dataset.many.replace("0", n);
    bulk.classList.toggle("bulk--some", n > 0);
    bulk.querySelectorAll("[data-bulk-act]").forEach(function (button) {
      if (n) { button.removeAttribute("aria-disabled"); } else { button.setAttribute("aria-disabled", "true"); }
    });
    if (whole) { whole.checked = n > 0 && n === all.length; whole.indeterminate = n > 0 && n < all.length; }
  }
  function set(on) { picks().forEach(function (tick) { tick.checked = on; }); tell(); }

  list.addEventListener("change", function (event) {
    if (event.target.hasAttribute("data-pick-all")) { set(event.target.checked); }
    if (event.target.hasAttribute("data-pick")) { tell(); }
  });
  clear.addEventListener("click", function () { set(false); });
  bulk.addEventListener("click", function (event) {
    if (event.target.closest('[data-bulk-act][aria-disabled="true"]')) { event.preventDefault(); }
  });
  page.addEventListener("htmx:load", function () {
    picks().forEach(function (tick) { if (kept[tick.value]) { tick.checked = true; } });
    tell();
  });
  addEventListener("pageshow", tell);
  tell();
})(document);
