/* On the site: every form is first kept in this browser, then sent; a key per item makes a second
   sending harmless. Names are drawn on a canvas. Without this script the forms post as usual. */
(function (page) {
  "use strict";
  var box = page.querySelector("[data-queue]"), list = box.querySelector("[data-items]");
  var words = box.dataset, busy = false, pause = 2000, timer = null;
  function fresh() { return crypto.randomUUID ? crypto.randomUUID() : String(Date.now()) + Math.random().toString(16).slice(2); }

  /* The queue: one store of IndexedDB, in the order of `at` */
  var opening = new Promise(function (done, fail) {
    var request = indexedDB.open("qingqian-site", 1);
    request.onupgradeneeded = function () { request.result.createObjectStore("items", { keyPath: "key" }); };
    request.onsuccess = function () { done(request.result); };
    request.onerror = function () { fail(request.error); };
  });
  function store(mode, act) {
    return opening.then(function (db) {
      return new Promise(function (done, fail) {
        var deal = db.transaction("items", mode), request = act(deal.objectStore("items"));
        deal.oncomplete = function () { done(request.result); };
        deal.onerror = function () { fail(deal.error); };
      });
    });
  }
  function items() {
    return store("readonly", function (s) { return s.getAll(); }).then(function (all) {
      return all.filter(function (item) { return item.user === page.body.dataset.user; })
        .sort(function (a, b) { return a.at - b.at; });
    });
  }
  function keep(item) { return store("readwrite", function (s) { return s.put(item); }); }
  function drop(key) { return store("readwrite", function (s) { return s.delete(key); }); }

  function show(all) {
    box.hidden = !all.length;
    list.textContent = "";
    all.forEach(function (item) {
      var line = page.createElement("li"), word = page.createElement("span");
      line.textContent = item.label;
      word.className = "queue__word";
      word.textContent = item.refused ? words.refused + "\n" + item.refused : busy ? words.sending : words.waiting;
      line.append(word);
      if (item.refused) {
        var off = page.createElement("button");
        off.type = "button"; off.className = "btn btn--small"; off.textContent = "×";
        off.setAttribute("aria-label", item.label);
        off.addEventListener("click", function () { drop(item.key).then(refresh); });
        line.append(off);
      }
      list.append(line);
    });
  }
  function refresh() { return items().then(show); }

  function send(item) {
    var body = new FormData();
    item.fields.forEach(function (pair) { body.append(pair[0], pair[1]); });
    return fetch(item.url, { method: "POST", body: body, redirect: "manual",
      headers: { "Accept": "application/json", "X-CSRFToken": JSON.parse(page.body.getAttribute("hx-headers"))["X-CSRFToken"] } });
  }
  function flush() {
    clearTimeout(timer);
    if (busy) { return; }
    items().then(function (all) {
      var next = all.find(function (item) { return !item.refused; });
      if (!next) { show(all); return; }
      busy = true;
      show(all);
      send(next).then(function (answer) {
        busy = false;
        if (answer.type === "opaqueredirect" || answer.status === 403) { words.waiting = words.expired; return refresh(); }
        if (answer.status >= 500) { throw new Error(String(answer.status)); }
        return answer.json().then(function (said) {
          pause = 2000;
          if (answer.ok) { return drop(next.key).then(function () { done(next); return flush(); }); }
          next.refused = said.text;
          return keep(next).then(flush);
        });
      }).catch(function () {
        busy = false;
        refresh();
        pause = Math.min(pause * 2, 60000);
        timer = setTimeout(flush, pause * (0.5 + Math.random()));
      });
    });
  }
  var wrote = 0;
  function done(item) {
    wrote += 1;
    if (item.draft) { localStorage.removeItem(item.draft); }
    items().then(function (all) { if (!all.length && wrote) { location.reload(); } });
  }

  /* Where a photo was taken, asked only when one is chosen */
  function place(form, then) {
    var told = form.querySelector("[data-place-told]");
    if (!("place" in form.dataset) || !navigator.geolocation) { return then(); }
    navigator.geolocation.getCurrentPosition(function (at) {
      form.elements.latitude.value = at.coords.latitude.toFixed(6);
      form.elements.longitude.value = at.coords.longitude.toFixed(6);
      form.elements.accuracy_m.value = Math.round(at.coords.accuracy);
      told.textContent = words.placeYes.replace("{n}", form.elements.accuracy_m.value);
      then();
    }, function () { told.textContent = words.placeNo; then(); }, { enableHighAccuracy: true, timeout: 8000, maximumAge: 60000 });
  }

  /* Names on the screen */
  function pad(canvas) {
    var pen = canvas.getContext("2d"), field = canvas.parentNode.querySelector("input"), last = null;
    pen.lineWidth = 4; pen.lineCap = "round"; pen.lineJoin = "round";
    function at(event) {
      var frame = canvas.getBoundingClientRect();
      return [(event.clientX - frame.left) * canvas.width / frame.width, (event.clientY - frame.top) * canvas.height / frame.height];
    }
    canvas.addEventListener("pointerdown", function (event) { canvas.setPointerCapture(event.pointerId); last = at(event); event.preventDefault(); });
    canvas.addEventListener("pointermove", function (event) {
      if (!last) { return; }
      var now = at(event);
      pen.beginPath(); pen.moveTo(last[0], last[1]); pen.lineTo(now[0], now[1]); pen.stroke();
      last = now;
    });
    canvas.addEventListener("pointerup", function () { if (last) { last = null; field.value = canvas.toDataURL("image/png"); } });
    canvas.parentNode.querySelector("[data-clear]").addEventListener("click", function () {
      pen.clearRect(0, 0, canvas.width, canvas.height); field.value = "";
    });
    return function () { pen.clearRect(0, 0, canvas.width, canvas.height); field.value = ""; };
  }
  page.querySelectorAll("[data-pads]").forEach(function (pads) { pads.hidden = false; });
  page.querySelectorAll("[data-pad]").forEach(pad);

  /* A record half written survives a closed tab, on this device only, until it is sent */
  page.querySelectorAll("form[data-draft]").forEach(function (form) {
    var name = "site-" + page.body.dataset.user + "-" + form.dataset.draft, kept = JSON.parse(localStorage.getItem(name) || "{}");
    Object.keys(kept).forEach(function (field) { if (form.elements[field]) { form.elements[field].value = kept[field]; } });
    if (Object.keys(kept).length) { form.closest("details").open = true; }
    form.addEventListener("input", function (event) {
      if (event.target.type === "hidden" || !event.target.name) { return; }
      kept[event.target.name] = event.target.value;
      localStorage.setItem(name, JSON.stringify(kept));
    });
    form.dataset.store = name;
  });

  page.addEventListener("submit", function (event) {
    var form = event.target;
    if (!("send" in form.dataset)) { return; }
    event.preventDefault();
    form.removeAttribute("aria-busy");
    if (form.querySelector("input[required]") && !form.reportValidity()) { return; }
    if (form.elements.at) { form.elements.at.value = new Date().toISOString(); }
    place(form, function () {
      var key = fresh(), fields = [];
      new FormData(form).forEach(function (value, name) {
        if (name !== "key" && name !== "csrfmiddlewaretoken" && !(value instanceof File && !value.size)) { fields.push([name, value]); }
      });
      fields.push(["key", key]);
      keep({ key: key, at: Date.now(), url: form.action, label: form.dataset.label, fields: fields,
        user: page.body.dataset.user, draft: form.dataset.store || "" }).then(function () {
        form.reset();
        form.querySelectorAll("[data-clear]").forEach(function (button) { button.click(); });
        if ("begin" in form.parentNode.dataset) { form.parentNode.hidden = true; }
        flush();
      });
    });
  });
  box.querySelector("[data-flush]").addEventListener("click", flush);
  addEventListener("online", flush);
  addEventListener("beforeunload", function (event) { if (!box.hidden && busy) { event.preventDefault(); } });
  refresh().then(flush);
})(document);
