/* Optional: on a phone only the first sections are open; what one closed stays closed when its region is
   read anew; the place one reads is marked in the list of sections; the print button. */
(function (page) {
  "use strict";
  var OPEN_ON_A_PHONE = ["workers"];
  var closed = {}, opened = {}, narrow = matchMedia("(max-width: 900px)");
  function folds(root) { return root.querySelectorAll("details[id]"); }
  function settle(root) {
    folds(root).forEach(function (fold) {
      if (closed[fold.id]) { fold.open = false; }
      if (opened[fold.id]) { fold.open = true; }
    });
  }
  function reach() {
    var target = location.hash.length > 1 && page.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (var fold = target && target.closest("details"); fold; fold = fold.parentElement.closest("details")) {
      fold.open = true;
    }
    if (target) { target.scrollIntoView(); }
  }
  if (narrow.matches) {
    folds(page).forEach(function (fold) {
      if (fold.classList.contains("fold") && OPEN_ON_A_PHONE.indexOf(fold.id) < 0) { fold.open = false; closed[fold.id] = true; }
    });
  }
  page.addEventListener("toggle", function (event) {
    var fold = event.target;
    if (!fold.id || fold.tagName !== "DETAILS") { return; }
    if (fold.open) { delete closed[fold.id]; opened[fold.id] = true; } else { delete opened[fold.id]; closed[fold.id] = true; }
  }, true);
  page.addEventListener("htmx:afterSwap", function (event) { settle(event.target); });
  page.addEventListener("click", function (event) {
    page.querySelectorAll(".drop[open]").forEach(function (drop) { if (!drop.contains(event.target)) { drop.open = false; } });
    var link = event.target.closest(".sections a");
    if (link) { var fold = page.querySelector(link.hash); if (fold && fold.tagName === "DETAILS") { fold.open = true; } }
  });
  page.addEventListener("keydown", function (event) {
    var drop = event.key === "Escape" && event.target.closest(".drop[open]");
    if (drop) { drop.open = false; drop.querySelector("summary").focus(); }
  });
  page.querySelectorAll("[data-print]").forEach(function (button) {
    button.hidden = false;
    /* Paper holds every row: with some folded away the page is opened whole first. */
    button.addEventListener("click", function () {
      if (button.dataset.print) { location.href = button.dataset.print + "#print"; } else { window.print(); }
    });
  });
  addEventListener("hashchange", reach);
  reach();
  if (location.hash === "#print") { addEventListener("load", function () { window.print(); }); }

  var links = page.querySelectorAll(".sections a");
  function mark() {
    var current = links[0];
    links.forEach(function (link) {
      var part = page.querySelector(link.hash);
      if (part && part.getBoundingClientRect().top < 120) { current = link; }
    });
    links.forEach(function (link) {
      if (link === current) { link.setAttribute("aria-current", "true"); } else { link.removeAttribute("aria-current"); }
    });
  }
  var waiting;
  addEventListener("scroll", function () { waiting = waiting || setTimeout(function () { waiting = 0; mark(); }, 100); }, { passive: true });
  if (links.length) { mark(); }
})(document);
