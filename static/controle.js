// A link to this page has the mark of a text behind its #: it stays in the browser until somebody sends the form.
(() => {
  "use strict";
  const take = () => {
    const mark = location.hash.slice(1).toLowerCase();
    const field = document.getElementById("kenmerk");
    const said = document.getElementById("kenmerk-gezegd");
    if (!field || !/^[0-9a-f]{64}$/.test(mark)) return;
    field.value = mark;
    said.textContent = said.dataset.ingevuld;
  };
  document.addEventListener("DOMContentLoaded", take);
  window.addEventListener("hashchange", take);
})();
