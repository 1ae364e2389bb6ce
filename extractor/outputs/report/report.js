(function () {
  "use strict";
  document.documentElement.classList.add("js");
  function setUp(form) {
    var table = document.getElementById(form.dataset.table);
    var rows = Array.prototype.slice.call(table.querySelectorAll("[data-t]"));
    var told = form.querySelector("output");
    function apply() {
      var words = form.q.value.toLowerCase().split(/\s+/).filter(Boolean);
      var shown = 0;
      rows.forEach(function (row) {
        var fits = words.every(function (w) { return row.dataset.t.indexOf(w) >= 0; });
        ["s", "a", "k", "v"].forEach(function (key) {
          var field = form[key];
          var held = (row.dataset[key] || "").split("|");
          if (field && field.value && held.indexOf(field.value) < 0) { fits = false; }
        });
        row.hidden = !fits;
        if (fits) { shown += 1; }
      });
      told.textContent = shown + " of " + rows.length + " shown";
    }
    form.addEventListener("input", apply);
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    apply();
  }
  document.querySelectorAll("form.filters").forEach(setUp);
  function keyOf(row, column) {
    var cell = row.cells[column];
    var key = cell.dataset.o || cell.textContent;
    return isNaN(key) ? key.toLowerCase() : Number(key);
  }
  function sort(head, column) {
    var body = head.closest("table").tBodies[0];
    var down = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
    var keyed = Array.prototype.map.call(body.rows, function (row) { return [keyOf(row, column), row]; });
    keyed.sort(function (a, b) { return (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0) * down; });
    keyed.forEach(function (pair) { body.appendChild(pair[1]); });
    head.closest("tr").querySelectorAll("th").forEach(function (th) { th.removeAttribute("aria-sort"); });
    head.setAttribute("aria-sort", down > 0 ? "ascending" : "descending");
  }
  document.querySelectorAll("#index thead th").forEach(function (head, column, all) {
    if (column === all.length - 1) { return; }
    var button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.textContent = "";
    head.appendChild(button);
    button.addEventListener("click", function () { sort(head, column); });
  });
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details").forEach(function (d) { d.open = true; });
  });
})();
