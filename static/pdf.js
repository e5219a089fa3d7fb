// Asks how far a PDF is, the sooner the fewer come first, and shows it; without this script a link looks again.
(() => {
  "use strict";
  const PAUSE = 2500;
  const LONGEST = 10 * 60 * 1000;

  const say = (text) => {
    const box = document.querySelector("[data-pdf-gezegd]");
    if (box) box.textContent = text;
  };

  // The links that look again are only of use where this gave up.
  const again = (shown) => {
    for (const one of document.querySelectorAll("[data-opnieuw]")) one.hidden = !shown;
  };

  function ready(line, now) {
    const link = document.createElement("a");
    link.href = now.url;
    link.download = now.naam;
    link.textContent = now.tekst;
    link.setAttribute("aria-label", `${now.tekst}, ${now.titel}`);
    line.replaceChildren(link);
    say(`De PDF van ${now.titel} is klaar.`);
  }

  async function look(line, until) {
    let now = { stand: "komt", voor: 1, tekst: line.textContent };
    try {
      const answer = await fetch(line.dataset.stand, { redirect: "manual" });
      if (!answer.ok) return again(true);
      now = await answer.json();
    } catch {
      if (!navigator.onLine) return again(true);
    }
    if (now.stand === "er") return ready(line, now);
    if (line.textContent !== now.tekst) line.textContent = now.tekst;
    if (now.stand !== "komt" || Date.now() > until) {
      if (now.stand === "mislukt") say(`${now.titel}: ${now.tekst}`);
      return again(true);
    }
    return wait(line, now.voor, until);
  }

  function wait(line, first, until) {
    setTimeout(() => look(line, until), PAUSE * Math.min(1 + first, 5));
  }

  document.addEventListener("DOMContentLoaded", () => {
    again(false);
    for (const line of document.querySelectorAll("[data-stand]")) {
      wait(line, Number(line.dataset.voor), Date.now() + LONGEST);
    }
  });
})();
