/* The tracking page follows its complaint: a socket says "something happened", the region is fetched. */
(function (page) {
  "use strict";
  var region = page.querySelector("[data-live-region]");
  if (!region || !window.fetch) { return; }
  var url = region.getAttribute("hx-get"), topic = region.dataset.liveRegion, tries = 0, poll, ping, shown;
  var offline = page.querySelector("[data-offline]"), news = page.querySelector("[data-news]");
  function list() { return region.querySelector("[data-stays]") || {}; }
  function put(html) {
    offline.hidden = true;
    if (html === shown) { return; }
    var open = list().open;
    region.innerHTML = html;
    list().open = open;
    if (shown) { news.textContent = news.dataset.word; }
    shown = html;
  }
  function lost() { offline.hidden = false; }
  function refresh() {
    fetch(url).then(function (answer) {
      if (answer.status === 403) { location.reload(); }
      return answer.ok ? answer.text().then(put) : lost();
    }).catch(lost);
  }
  function watch() { poll = poll || setInterval(refresh, 20000); }
  function connect() {
    var socket = new WebSocket(location.origin.replace("http", "ws") + "/ws/live/");
    socket.onopen = function () {
      socket.send(JSON.stringify({ hello: [topic] }));
      ping = setInterval(function () { socket.send('{"ping":1}'); }, 30000);
    };
    socket.onmessage = function (event) {
      var type = JSON.parse(event.data).type;
      if (type === "ready") { tries = 0; poll = clearInterval(poll); }
      if (type !== "pong") { refresh(); }
    };
    socket.onclose = function () {
      clearInterval(ping);
      watch();
      setTimeout(connect, 1000 * Math.pow(2, Math.min(tries++, 5)) * (0.5 + Math.random()));
    };
  }
  addEventListener("online", refresh);
  addEventListener("offline", lost);
  if (window.WebSocket) { connect(); } else { watch(); }
})(document);
