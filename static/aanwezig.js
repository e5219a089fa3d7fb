// Who else has this form open, and whether somebody saved it: asked every half minute, while one looks at the page.
// What the answer was is told to the page as well (event "naadloos:aanwezig"): that is how a laptop that slept learns that
// its session has ended.
(() => {
  "use strict";
  const EVERY = 30000;
  const here = document.querySelector("[data-aanwezig]");
  if (!here) return;
  const form = document.querySelector("form[data-bewaar]");
  let last = Date.now();

  function present(said) {
    const text = [said.aanwezig, said.nieuws].filter(Boolean).join(" ");
    here.querySelector("[data-wie]").textContent = text;
    here.querySelector(".als-iemand").hidden = !text;
  }

  async function look() {
    if (document.hidden) return;
    last = Date.now();
    const query = new URLSearchParams(here.dataset.vraag);
    for (const name of form ? ["van", "revision", "blad"] : []) query.set(name, form.elements.namedItem(name).value);
    try {
      const answer = await fetch(`${here.dataset.aanwezig}?${query}`, { headers: { Accept: "application/json" } });
      const said = await answer.json();
      if (answer.ok) present(said);
      document.dispatchEvent(new CustomEvent("naadloos:aanwezig", { detail: { status: answer.status } }));
    } catch { /* no connection: what is typed tells it soon enough */ }
  }

  setInterval(() => { if (Date.now() - last >= EVERY - 1000) look(); }, EVERY);
  document.addEventListener("visibilitychange", look);
  window.naadloos = { ...window.naadloos, present, look };
})();
