/* Optional: @ in a textarea[data-mention] opens the list of those who may be named; without this one types the name. */
(function (page) {
  "use strict";
  var AT = /(^|[^\w.@\uff20-])[@\uff20]([^\s@\uff20]{0,20})$/;
  page.querySelectorAll("textarea[data-mention]").forEach(function (field) {
    var list = page.createElement("ul"), people = [], at = 0, asked = "", timer, turn = 0;
    list.className = "mention-list";
    list.id = field.id + "-people";
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", field.dataset.mentionLabel);
    list.hidden = true;
    field.parentElement.appendChild(list);
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-controls", list.id);
    field.setAttribute("aria-expanded", "false");

    function close() {
      turn += 1;
      list.hidden = true;
      field.setAttribute("aria-expanded", "false");
      field.removeAttribute("aria-activedescendant");
    }
    function choose(index) {
      at = index;
      Array.prototype.forEach.call(list.children, function (row, number) { row.setAttribute("aria-selected", String(number === at)); });
      field.setAttribute("aria-activedescendant", list.children[at].id);
    }
    function show(found) {
      people = found;
      list.textContent = "";
      if (!people.length) { return close(); }
      people.forEach(function (person, number) {
        var row = page.createElement("li"), name = page.createElement("span"), office = page.createElement("span");
        row.className = "mention-list__one";
        row.id = list.id + "-" + number;
        row.setAttribute("role", "option");
        name.textContent = person.name + " @" + person.username;
        office.textContent = person.office;
        office.className = "small";
        row.append(name, office);
        row.addEventListener("mousedown", function (event) { event.preventDefault(); take(number); });
        list.appendChild(row);
      });
      list.hidden = false;
      field.setAttribute("aria-expanded", "true");
      choose(0);
    }
    function take(number) {
      var before = field.value.slice(0, field.selectionStart), after = field.value.slice(field.selectionStart);
      var start = before.length - asked.length;
      var named = before.slice(0, start) + people[number].username + " ";
      field.value = named + after.replace(/^ /, "");
      field.selectionStart = field.selectionEnd = named.length;
      close();
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.focus();
    }
    function look() {
      var found = AT.exec(field.value.slice(0, field.selectionStart));
      if (!found) { return close(); }
      asked = found[2];
      turn += 1;
      var own = turn;
      fetch(field.dataset.mention + "?q=" + encodeURIComponent(asked)).then(function (answer) {
        return answer.ok ? answer.json() : { people: [] };
      }).then(function (answer) { if (own === turn) { show(answer.people); } }).catch(close);
    }
    field.addEventListener("input", function () { clearTimeout(timer); timer = setTimeout(look, 150); });
    field.addEventListener("blur", close);
    field.addEventListener("keydown", function (event) {
      if (list.hidden || event.isComposing) { return; }
      if (event.key === "ArrowDown") { choose((at + 1) % people.length); }
      else if (event.key === "ArrowUp") { choose((at + people.length - 1) % people.length); }
      else if (event.key === "Enter" || event.key === "Tab") { take(at); }
      else if (event.key === "Escape") { close(); }
      else { return; }
      event.preventDefault();
    });
  });
})(document);
