// Asks how far a PDF is, every few seconds, and shows it; without this script the page has a link to look again.
(() => {
  "use strict";
  const PAUSE = 3000;
  const LONGEST = 10 * 60 * 1000;

  async function look(line, until) {
    let now;
    try {
      const answer = await fetch(line.dataset.stand, { headers: { Accept: "application/json" } });
      if (!answer.ok) return; // signed out or locked: the next click says so
      now = await answer.json();
    } catch {
      now = { stand: "komt", tekst: line.querySelector("[data-tekst]").textContent };
    }
    const said = line.querySelector("[data-tekst]");
    if (now.stand === "er") {
      const link = document.createElement("a");
      link.href = now.url;
      link.download = now.naam;
      link.textContent = now.tekst;
      link.setAttribute("aria-label", `${now.tekst}, ${now.titel}`);
      said.replaceChildren(link);
    } else if (said.textContent !== now.tekst) {
      said.textContent = now.tekst;
    }
    const again = line.querySelector("[data-opnieuw]");
    if (now.stand === "komt" && Date.now() < until) {
      again.hidden = true;
      setTimeout(() => look(line, until), PAUSE);
    } else {
      again.hidden = now.stand === "er";
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    for (const line of document.querySelectorAll("[data-stand]")) {
      setTimeout(() => look(line, Date.now() + LONGEST), PAUSE / 2);
    }
  });
})();
