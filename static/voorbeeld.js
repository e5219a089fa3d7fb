// Looks every few seconds whether the pages of a preview are there, and shows them; without it the page has a link.
(() => {
  "use strict";
  const PAUSE = 2000;
  const LONGEST = 5 * 60 * 1000;

  async function look(waiting, until) {
    try {
      const answer = await fetch(location.href);
      if (!answer.ok || answer.redirected) return; // signed out or locked: the next click says so
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!page.querySelector("[data-komt]")) {
        const made = page.getElementById("bladen");
        if (made) waiting.replaceWith(document.adoptNode(made));
        return;
      }
    } catch {
      // no network: perhaps it comes back
    }
    if (Date.now() < until) setTimeout(() => look(waiting, until), PAUSE);
  }

  document.addEventListener("DOMContentLoaded", () => {
    const waiting = document.getElementById("bladen");
    if (waiting && waiting.querySelector("[data-komt]")) setTimeout(() => look(waiting, Date.now() + LONGEST), PAUSE);
  });
})();
