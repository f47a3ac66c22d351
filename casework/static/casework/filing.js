/* Optional on the filing pages: photos sent one by one and again when the network fails, large ones
   made smaller first; the working of an amount as one types; print. Without it the forms do the same. */
(function (page) {
  "use strict";
  var form = page.querySelector("[data-filing]");
  var TRIES = 5, SIDE = 2200, LARGE = 1500000;
  page.querySelectorAll("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });
  if (!form) { return; }

  var box = form.querySelector("[data-upload]");
  if (box && window.fetch && window.FormData && window.DOMParser) { uploads(box); }
  var sums = form.querySelector("[data-working]");
  if (sums) { working(sums); }

  function uploads(box) {
    var input = box.querySelector("input[type=file]"), state = box.querySelector("[data-upload-state]");
    var line = Promise.resolve(), waiting = 0;
    function say(word, name) { state.textContent = word ? state.dataset[word] + name : ""; }
    function wait(ms) { return new Promise(function (done) { setTimeout(done, ms); }); }
    function smaller(file) {
      /* A phone that can open its HEIC photos sends them as JPEG; the server takes no HEIC. */
      var heic = /hei[cf]$/i.test(file.name) || /hei[cf]$/.test(file.type);
      if (!window.createImageBitmap || !(heic || (file.size > LARGE && /^image\/(jpeg|png|webp)$/.test(file.type)))) { return Promise.resolve(file); }
      return createImageBitmap(file, { imageOrientation: "from-image" }).then(function (image) {
        var scale = Math.min(1, SIDE / Math.max(image.width, image.height)), canvas = page.createElement("canvas");
        canvas.width = Math.round(image.width * scale);
        canvas.height = Math.round(image.height * scale);
        canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
        return new Promise(function (done) { canvas.toBlob(done, "image/jpeg", 0.85); });
      }).then(function (blob) { return blob && (heic || blob.size < file.size) ? blob : file; }, function () { return file; });
    }
    function send(file, name, tries) {
      var data = new FormData(form);
      data.delete("files");
      data.set("do", "upload");
      data.append("files", file, name);
      say(tries ? "again" : "sending", name);
      return fetch(form.action, { method: "POST", body: data }).then(function (answer) {
        if (answer.status >= 500) { throw new Error(answer.status); }
        return answer.text().then(function (html) { take(answer, html, name); });
      }).catch(function () {
        if (tries + 1 >= TRIES) { say("failed", name); return; }
        return wait(1000 * Math.pow(2, tries)).then(function () { return send(file, name, tries + 1); });
      });
    }
    function take(answer, html, name) {
      var fresh = new DOMParser().parseFromString(html, "text/html"), theirs = fresh.querySelector("[data-filing]");
      var refusal = fresh.querySelector("[data-upload] .field__error");
      if (!theirs) { throw new Error("no form"); }
      form.action = theirs.action;
      if (answer.redirected) { history.replaceState(null, "", answer.url); }
      box.querySelector("[data-upload-list]").innerHTML = fresh.querySelector("[data-upload-list]").innerHTML;
      if (refusal) { state.textContent = refusal.textContent.trim(); } else { say("sent", name); }
    }
    form.addEventListener("submit", function (event) {
      if (!waiting) { return; }
      var button = event.submitter;
      event.preventDefault();
      line.then(function () { form.requestSubmit(button); });
    });
    input.addEventListener("change", function () {
      var chosen = Array.prototype.slice.call(input.files);
      chosen.forEach(function (file) {
        line = line.then(function () { return smaller(file); }).then(function (small) {
          return send(small, small === file ? file.name : file.name.replace(/\.\w+$/, "") + ".jpg", 0);
        });
      });
      /* They travel on their own now and must not go a second time with the form. */
      input.value = "";
      waiting += 1;
      line = line.then(function () { waiting -= 1; });
    });
  }

  function working(box) {
    var text = box.querySelector("[data-working-text]");
    var pairs = [["day_rate", "days", "day"], ["month_rate", "months", "month"], ["piece_rate", "pieces", "piece"]];
    function number(name) { return Number((form.elements[name].value || "").normalize("NFKC").replace(/[,\s元块]/g, "")) || 0; }
    function show(value) { return (Math.round(value * 100) / 100).toLocaleString("en-US"); }
    box.addEventListener("input", function () {
      var due = 0, parts = [], unit = box.dataset;
      pairs.forEach(function (pair) {
        var rate = number(pair[0]), count = number(pair[1]);
        if (!rate || !count) { return; }
        due += rate * count;
        parts.push(show(rate) + " × " + count + " " + unit["unit" + pair[2].charAt(0).toUpperCase() + pair[2].slice(1)]);
      });
      var paid = number("paid");
      text.hidden = !parts.length;
      text.textContent = unit.due.replace("{sums}", parts.join(" ＋ ")).replace("{due}", show(due)) +
        (paid ? unit.left.replace("{paid}", show(paid)).replace("{owed}", show(due - paid)) : "");
    });
  }
})(document);
