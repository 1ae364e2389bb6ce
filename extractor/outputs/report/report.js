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
        ["s", "a", "v"].forEach(function (key) {
          var field = form[key];
          if (field && field.value && row.dataset[key] !== field.value) { fits = false; }
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
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details").forEach(function (d) { d.open = true; });
  });
})();
