// What a page can do more with scripts; each page works without. Nothing is kept in the browser.
(() => {
  "use strict";

  // Only what applies is shown. A value inside a hidden part counts as not answered, as on the server.
  const counts = (control) => !control.closest("[data-when][hidden]") && !control.disabled;

  function valuesOf(form, name) {
    return [...form.elements]
      .filter((control) => control.name === name && counts(control))
      .filter((control) => !["radio", "checkbox"].includes(control.type) || control.checked)
      .map((control) => control.value.trim())
      .filter((value) => value !== "");
  }

  function holds(when, form) {
    if (when.either && holds(when.either, form)) return true;
    const values = "input" in when ? valuesOf(form, when.input) : when.known || [];
    if (when.answered !== undefined && values.length > 0 !== when.answered) return false;
    if (when.at_least !== undefined && !(values.length && Number(values[0]) >= when.at_least)) return false;
    if (when.one_of && !values.some((value) => when.one_of.includes(value))) return false;
    return !when.also || holds(when.also, form);
  }

  function conditions(form) {
    const parts = [...form.querySelectorAll("[data-when]")].map((part) => [part, JSON.parse(part.dataset.when)]);
    const look = () => {
      for (const [part, when] of parts) {
        const fits = holds(when, form);
        const wrong = !fits && part.matches(".met-fout, :has(.met-fout)");
        part.toggleAttribute("data-blijft", wrong);
        part.hidden = !fits && !wrong;
        part.dataset.bekeken = "";
      }
    };
    look();
    if (parts.length) {
      form.addEventListener("input", look);
      form.addEventListener("change", look);
    }
  }

  function counter(line) {
    const box = document.getElementById(line.dataset.teltVoor);
    const most = Number(line.dataset.max);
    const now = line.querySelector("[data-nu]");
    const said = line.querySelector("[data-gezegd]");
    if (!box) return;
    let wait;
    const look = () => {
      const left = most - [...box.value.trim().replace(/\r\n?/g, "\n")].length;
      const soon = line.classList.contains("kort") ? 5 : 2;
      const words = left < 0 ? `${-left} te veel.` : left <= most / soon ? `Nog ${left}.` : "";
      now.textContent = words;
      line.classList.toggle("te-lang", left < 0);
      clearTimeout(wait);
      wait = setTimeout(() => { said.textContent = left <= most / 5 ? words : ""; }, 1200);
    };
    box.addEventListener("input", look);
    look();
  }

  function grow(box) {
    const fit = () => {
      if (box.scrollHeight > box.clientHeight) box.style.height = `${box.scrollHeight + 4}px`;
    };
    box.addEventListener("input", fit);
    fit();
  }

  // A second press while the first is under way does nothing. Buttons are never disabled before the browser has
  // read them, so the name and value of the pressed one go along.
  function onlyOnce(form) {
    let busy = false;
    const free = () => {
      busy = false;
      for (const button of form.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
    };
    form.addEventListener("submit", (event) => {
      if (busy) {
        event.preventDefault();
        event.stopImmediatePropagation();
        return;
      }
      if (event.defaultPrevented) return;
      busy = true;
      setTimeout(() => event.submitter?.setAttribute("aria-disabled", "true"), 0);
      setTimeout(free, 8000);
    });
    window.addEventListener("pageshow", free);
  }

  // On paper nothing stays folded but help and what is a form. Browsers that can do this by style need no more than that.
  const folded = "details:not([open]):not(.hulp, .sneltoetsen, .ik-menu, .stappen-phone, :has(form))";
  window.addEventListener("beforeprint", () => {
    for (const part of document.querySelectorAll(folded)) { part.open = true; part.dataset.dicht = ""; }
  });
  window.addEventListener("afterprint", () => {
    for (const part of document.querySelectorAll("details[data-dicht]")) { part.open = false; delete part.dataset.dicht; }
  });

  // A page on a device that goes round is never shown again from what the browser kept of it.
  window.addEventListener("pageshow", (event) => {
    if (event.persisted && document.body.classList.contains("kaal")) location.reload();
  });

  // The menu under one's name closes as people expect: by Escape, and by going elsewhere.
  function closes(menu) {
    menu.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      menu.querySelector("summary").focus();
    });
    const elsewhere = (event) => { if (!menu.contains(event.target)) menu.open = false; };
    document.addEventListener("pointerdown", elsewhere);
    document.addEventListener("focusin", elsewhere);
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll(".ik-menu").forEach(closes);
    for (const form of document.forms) {
      conditions(form);
      if (form.method === "post") onlyOnce(form);
    }
    document.querySelectorAll("[data-telt-voor]").forEach(counter);
    document.querySelectorAll("textarea").forEach(grow);

    for (const button of document.querySelectorAll("[data-afdrukken]")) {
      button.hidden = false;
      button.addEventListener("click", () => window.print());
    }

    const summary = document.querySelector(".foutenlijst");
    if (summary) {
      summary.focus();
      summary.addEventListener("click", (event) => {
        const link = event.target.closest("a");
        const target = link && document.getElementById(link.hash.slice(1));
        if (!target) return;
        event.preventDefault();
        target.focus({ preventScroll: true });
        (target.closest(".veld, .herhaling") || target).scrollIntoView({ block: "start" });
      });
    }
  });
})();
