// Asks how far the work in the background is, the sooner the fewer come first, and shows what came of it; without this
// script a link looks again. A line says where to ask (data-stand) and which part of the page to fetch anew when it is
// done (data-deel); without the first, the page itself is asked.
(() => {
  "use strict";
  const PAUSE = 2500;
  const FIRST = 600;
  const LONGEST = 10 * 60 * 1000;

  const say = (text) => {
    const box = document.querySelector("[data-gezegd]");
    if (box && text) box.textContent = text;
  };

  // The links that look again are only of use where this gave up.
  const again = (shown) => {
    for (const one of document.querySelectorAll("[data-opnieuw]")) one.hidden = !shown;
  };

  async function part(id) {
    const answer = await fetch(location.href);
    if (!answer.ok || answer.redirected) return null; // signed out or locked: the next click says so
    return new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(id);
  }

  function put(id, made) {
    const old = document.getElementById(id);
    if (!old || !made) return again(true);
    old.replaceWith(document.adoptNode(made));
    return say(made.dataset.klaar);
  }

  function link(line, now) {
    const made = document.createElement("a");
    made.href = now.url;
    made.download = now.naam;
    made.textContent = now.tekst;
    made.setAttribute("aria-label", `${now.tekst}, ${now.titel}`);
    line.replaceChildren(made);
    say(`De PDF van ${now.titel} is klaar.`);
  }

  // What there is now: { stand, voor, tekst } of the server, or the part of the page itself where nothing else says it.
  async function ask(line) {
    if (line.dataset.stand) {
      const answer = await fetch(line.dataset.stand, { redirect: "manual" });
      return answer.ok ? answer.json() : null;
    }
    const made = await part(line.dataset.deel);
    if (!made) return null;
    return made.querySelector("[data-voor]") ? { stand: "komt", voor: 0, tekst: "" } : { stand: "er", made };
  }

  async function look(line, until) {
    let now = { stand: "komt", voor: 1, tekst: "" };
    try {
      now = await ask(line);
      if (!now) return again(true);
      if (now.stand !== "komt" && line.dataset.deel) return put(line.dataset.deel, now.made || (await part(line.dataset.deel)));
      if (now.stand === "er") return link(line, now);
    } catch {
      if (!navigator.onLine) return again(true);
    }
    if (now.tekst && line.textContent !== now.tekst) line.textContent = now.tekst;
    if (now.stand !== "komt" || Date.now() > until) {
      if (now.stand === "mislukt") say(`${now.titel}: ${now.tekst}`);
      return again(true);
    }
    return wait(line, PAUSE * Math.min(1 + now.voor, 5), until);
  }

  function wait(line, pause, until) {
    setTimeout(() => look(line, until), pause);
  }

  document.addEventListener("DOMContentLoaded", () => {
    again(false);
    for (const line of document.querySelectorAll("[data-voor]")) {
      const first = Number(line.dataset.voor);
      wait(line, first ? PAUSE * Math.min(1 + first, 5) : FIRST, Date.now() + LONGEST);
    }
  });
})();
