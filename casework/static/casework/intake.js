/* Optional at the window: Ctrl+Enter, the time taken, count x rate, the code of a suggested firm, print. */
(function (page) {
  "use strict";
  var form = page.querySelector("[data-intake]");
  var timer = page.querySelector("[data-timer]");
  function field(name) { return form.elements[name]; }
  function fill(target, value) {
    /* only what was empty or filled by us before */
    if (target.value && target.value !== target.dataset.filled) { return; }
    target.value = target.dataset.filled = value;
    target.dispatchEvent(new Event("change", { bubbles: true }));
  }
  function number(text) { return Number(text.normalize("NFKC").replace(/[,\s元]/g, "")); }
  if (timer) {
    var begun = Date.now() - 1000 * timer.dataset.timer;
    var show = function () {
      var passed = Math.floor((Date.now() - begun) / 1000);
      timer.lastElementChild.textContent = String(Math.floor(passed / 60)).padStart(2, "0") + ":" + String(passed % 60).padStart(2, "0");
    };
    show();
    setInterval(show, 1000);
    timer.hidden = false;
  }
  if (form) {
    form.addEventListener("input", function (event) {
      var name = event.target.name;
      if (name === "days" || name === "day_rate") {
        var cents = Math.round(number(field("days").value) * number(field("day_rate").value) * 100);
        if (cents > 0) { fill(field("amount"), (cents / 100).toFixed(2)); }
      }
    });
    form.addEventListener("change", function (event) {
      if (event.target.name !== "employer_name") { return; }
      page.querySelectorAll("#employers option").forEach(function (option) {
        if (option.value === event.target.value && option.dataset.uscc) { fill(field("uscc"), option.dataset.uscc); }
      });
    }, true);
    page.addEventListener("keydown", function (event) {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        form.requestSubmit(form.querySelector("button[name=print]"));
      }
    });
    if (!page.querySelector("[data-focus]")) { field("phone").focus(); }
  }
  page.querySelectorAll("[data-line]").forEach(function (link) {
    link.addEventListener("click", function (event) {
      var list = field("roster_text"), lines = list.value.split("\n"), line = link.dataset.line - 1;
      var start = lines.slice(0, line).join("\n").length + 1;
      event.preventDefault();
      list.focus();
      list.setSelectionRange(start, start + (lines[line] || "").length);
      list.scrollTop = list.scrollHeight * (line - 3) / lines.length;
    });
  });
  if (page.querySelector("[data-receipt]") && /[?&]print=1/.test(location.search)) {
    /* once: not again on reload or when one comes back */
    history.replaceState(null, "", location.pathname);
    addEventListener("load", function () { window.print(); });
  }
  page.querySelectorAll("[data-print]").forEach(function (button, first) {
    button.hidden = false;
    if (!first) { button.focus(); }
    button.addEventListener("click", function () {
      page.querySelector("[data-receipt]").classList.toggle("receipt--slip", Boolean(button.dataset.print));
      window.print();
    });
  });
})(document);
