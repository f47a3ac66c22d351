/* Live pages: one WebSocket a tab says which records changed; regions that name them re-read themselves.
   Forms are never touched. Blocked WebSockets: asks every five seconds. Words come from [data-live-state]. */
(function (page) {
  "use strict";
  var source = page.querySelector("[data-live-topics]");
  var bell = page.querySelector("[data-live-bell]");
  var state = page.querySelector("[data-live-state]");
  var topics = source ? source.dataset.liveTopics.split(/\s+/).filter(Boolean) : [];
  if (bell && topics.indexOf("inbox") < 0) { topics.push("inbox"); }
  if (!topics.length) { return; }

  var here = page.body.dataset.liveHere || null, leaving;
  var socket, cursor = null, failures = 0, ended = false, shown = "", heardAt = 0;
  var retry, polling, pending = {}, flushing;
  var tab = Math.random().toString(36).slice(2, 12).padEnd(10, "0"), at = null, there = "";

  function show(word) {
    if (!state || word === shown) { return; }
    if (word === "back" && !shown) { return; }
    shown = word === "back" ? "" : word;
    state.textContent = state.dataset[word] || "";
    state.classList.toggle("offline--back", word === "back");
    state.hidden = !word;
    if (word === "back") { setTimeout(function () { if (!shown) { state.hidden = true; } }, 4000); }
  }
  function lost() { show(navigator.onLine ? "reconnecting" : "offline"); }

  /* What a reader takes for one line: only those that say something new are marked. */
  var LINES = "li, tbody tr, dl > div, .tags";
  function lines(region) { return Array.prototype.slice.call(region.querySelectorAll(LINES)); }
  function words(line) { return line.textContent.replace(/\s+/g, " "); }
  function read(region) {
    region.dataset.liveFresh = "";
    region.liveBefore = lines(region).map(words);
    region.dispatchEvent(new CustomEvent("live:changed", { bubbles: false }));
    if (window.htmx || !region.hasAttribute("hx-get")) { return; }
    fetch(region.getAttribute("hx-get"), { headers: { "HX-Request": "true" } }).then(function (answer) {
      return answer.ok ? answer.text() : Promise.reject();
    }).then(function (html) { region.innerHTML = html; mark(region); }).catch(function () { again(region); });
  }
  /* The event has been heard and does not come again: a region that could not be read is read later. */
  function again(region) {
    setTimeout(function () {
      if (region.isConnected && "liveFresh" in region.dataset) { read(region); }
    }, 1500 + 1500 * Math.random());
  }
  function failed(event) {
    var asked = event.detail && event.detail.xhr, status = asked ? asked.status : 0;
    if ("liveFresh" in event.target.dataset && (!status || status >= 500)) { again(event.target); }
  }
  function mark(region) {
    if (!("liveFresh" in region.dataset)) { return; }
    delete region.dataset.liveFresh;
    var before = region.liveBefore || [];
    lines(region).forEach(function (line) {
      if (before.indexOf(words(line)) >= 0 || line.querySelector(LINES)) { return; }
      line.classList.add("is-changed");
      setTimeout(function () { line.classList.remove("is-changed"); }, 1600);
    });
  }
  function flush() {
    var changed = pending, all = changed["*"];
    pending = {};
    flushing = 0;
    page.querySelectorAll("[data-live-region]").forEach(function (region) {
      var names = region.dataset.liveRegion.split(/\s+/);
      if (all || names.some(function (name) { return changed[name]; })) { read(region); }
    });
  }
  function changed(names) {
    names.forEach(function (name) { pending[name] = true; });
    flushing = flushing || setTimeout(flush, 150);
  }
  function count(unread) {
    if (!bell || unread === undefined) { return; }
    var text = unread > 99 ? "99+" : unread ? String(unread) : "";
    if (bell.textContent.trim() !== text) { bell.textContent = text; changed(["inbox"]); }
  }

  function take(message) {
    heardAt = Date.now();
    if (message.cursor) { cursor = message.cursor; }
    count(message.unread);
    if (message.type === "ready") { failures = 0; clearInterval(polling); polling = 0; }
    show("back");
    if (message.type === "reload") { changed(["*"]); }
    if (message.type === "event" || message.type === "present") { changed(message.topics); }
  }
  function send(data) {
    if (socket && socket.readyState === 1) { socket.send(JSON.stringify(data)); }
  }
  function connect() {
    clearTimeout(retry);
    if (ended || (socket && socket.readyState < 2)) { return; }
    var own;
    try {
      own = socket = new WebSocket(location.origin.replace(/^http/, "ws") + "/ws/live/");
    } catch (error) { return closed({}); }
    own.onopen = function () {
      heardAt = Date.now();
      send({ hello: topics, cursor: cursor, age: performance.now() / 1000, here: page.hidden ? null : here });
    };
    own.onmessage = function (event) { if (own === socket) { take(JSON.parse(event.data)); } };
    own.onclose = function (event) { if (own === socket) { closed(event); } };
  }
  function closed(event) {
    socket = null;
    if (event.code === 4401) { return end(); }
    failures += 1;
    if (failures > 1 || !navigator.onLine) { lost(); } else { setTimeout(function () { if (!socket || socket.readyState > 1) { lost(); } }, 1500); }
    if (failures >= 3 && !polling) { polling = setInterval(poll, 5000); poll(); }
    var wait = Math.min(30000, 500 * Math.pow(2, Math.min(failures, 6)));
    retry = setTimeout(connect, wait * (0.5 + Math.random()));
  }
  function end() {
    ended = true;
    clearInterval(polling);
    if (state) { show(state.dataset.ended ? "ended" : "offline"); }
  }
  function asking(place, left) {
    return "/live/since/?" + new URLSearchParams({
      topics: topics.join(" "), cursor: cursor || "", tab: tab, here: place || "", left: left || ""
    });
  }
  function poll() {
    var place = page.hidden ? null : here, left = at !== place ? at : null;
    at = place;
    fetch(asking(place, left)).then(function (answer) {
      if (answer.status === 401) { end(); }
      return answer.ok ? answer.json() : Promise.reject();
    }).then(function (answer) {
      if (socket && socket.readyState === 1) { return; }
      cursor = answer.cursor;
      count(answer.unread);
      answer.events.forEach(function (event) { changed(event.topics); });
      if (answer.reload) { changed(["*"]); }
      if (here && String(answer.present) !== there) {
        there = String(answer.present);
        changed(["present:" + here]);
      }
      show("back");
    }).catch(function () { if (!ended) { lost(); } });
  }
  function beat() {
    if (!socket || socket.readyState !== 1) { return; }
    if (Date.now() - heardAt > 45000) { socket.close(); } else { send({ ping: 1, cursor: cursor }); }
  }

  ["htmx:responseError", "htmx:sendError", "htmx:timeout"].forEach(function (name) { page.addEventListener(name, failed); });
  page.addEventListener("htmx:afterSwap", function (event) { mark(event.target); });
  /* A tab in the background looks at nothing; a glance at another one is no leaving. */
  page.addEventListener("visibilitychange", function () {
    clearTimeout(leaving);
    if (!page.hidden) { connect(); }
    if (here && page.hidden) { leaving = setTimeout(function () { send({ here: null }); }, 10000); }
    if (here && !page.hidden) { send({ here: here }); }
  });
  /* Without a socket nobody sees the tab go: it says so. */
  addEventListener("pagehide", function () {
    if (polling && at) { fetch(asking(null, at), { keepalive: true }); at = null; }
  });
  addEventListener("online", function () { connect(); beat(); });
  addEventListener("offline", lost);
  addEventListener("pageshow", function (event) { if (event.persisted) { connect(); } });
  setInterval(beat, 20000);
  connect();
})(document);
