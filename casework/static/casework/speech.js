/* Reads a part of the page aloud: <button hidden data-speak="main" data-stop="停止朗读">. Stays hidden where the device cannot speak. */
(function () {
  "use strict";
  var speech = window.speechSynthesis, button = document.querySelector("[data-speak]");
  if (!speech || !window.SpeechSynthesisUtterance || !button) { return; }
  var word = button.textContent;
  function rest() { button.textContent = word; }
  button.hidden = false;
  button.addEventListener("click", function () {
    if (speech.speaking) { speech.cancel(); rest(); return; }
    var text = new SpeechSynthesisUtterance(document.querySelector(button.dataset.speak).innerText);
    text.lang = document.documentElement.lang.slice(0, 2) === "zh" ? "zh-CN" : "en-GB";
    text.rate = 0.9;
    text.onend = text.onerror = rest;
    button.textContent = button.dataset.stop;
    speech.speak(text);
  });
  window.addEventListener("pagehide", function () { speech.cancel(); });
})();
