// Help while one fills in: a warning for a rijksregisternummer, examples to begin with, and keys for saving and moving.
// What is recognised as such a number is written down in rules/national_number.py, and comes with the script.
(() => {
  "use strict";
  const watched = JSON.parse(document.currentScript.dataset.nummer || "null");

  function holdsNumber(text) {
    for (const [, found] of text.matchAll(new RegExp(watched.patroon, "g"))) {
      const digits = found.replace(/[^0-9]/g, "");
      const check = Number(digits.slice(9));
      for (const before of ["", "2"])
        if (97 - (Number(before + digits.slice(0, 9)) % 97) === check) return true;
    }
    return false;
  }

  // The place of the warning is there before the warning, or a screen reader would not say it.
  const lines = new WeakMap();
  function lineOf(box) {
    if (!lines.has(box)) {
      const line = document.createElement("p");
      line.className = "let-op";
      line.setAttribute("role", "status");
      (box.closest(".zoekregel") || box).after(line);
      lines.set(box, line);
    }
    return lines.get(box);
  }

  function watch(event) {
    const box = event.target;
    if (!box.matches("textarea, input:not([type]), input[type=text]") || box.role === "combobox") return;
    const line = lineOf(box);
    if (event.type === "focusin") return;
    const words = holdsNumber(box.value) ? watched.melding : "";
    if (line.textContent !== words) line.textContent = words;
  }

  // An example goes into an empty box alone, because somebody asked for it, and goes out again at once.
  function examples(part) {
    const box = document.getElementById(part.dataset.voorbeelden);
    if (!box) return;
    const said = document.createElement("p");
    said.className = "voorbeeld-gezegd";
    said.setAttribute("role", "status");
    let taken = null;
    const put = (text) => {
      box.value = text;
      box.dispatchEvent(new Event("input", { bubbles: true }));
    };
    const undo = document.createElement("button");
    undo.type = "button";
    undo.className = "btn btn-tekst";
    undo.textContent = "Maak ongedaan";
    undo.addEventListener("click", () => {
      if (box.value === taken) put("");
      taken = null;
      said.textContent = "Het vak is weer leeg.";
      box.focus();
    });
    const look = () => {
      if (taken !== null && box.value !== taken) { taken = null; said.textContent = ""; }
      for (const button of part.querySelectorAll("[data-neem]")) button.hidden = box.value.trim() !== "";
    };
    for (const text of part.querySelectorAll("li > span")) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn btn-tekst";
      button.dataset.neem = "";
      button.textContent = "Neem over als begin";
      button.addEventListener("click", () => {
        if (box.value.trim()) return;
        put(text.textContent);
        taken = box.value;
        said.replaceChildren("Overgenomen. Maak er uw eigen tekst van. ", undo);
        box.focus();
      });
      text.after(" ", button);
    }
    part.append(said);
    box.addEventListener("input", look);
    look();
  }

  // Ctrl+S saves the step, Alt+PageDown saves and goes on, Alt+PageUp saves and goes back. Whoever saves in the
  // background listens to naadloos:bewaar and stops it; else the form is sent.
  function keys(form) {
    const buttons = {}; // they stay: a form may be sent later than it was asked to
    const send = (to) => {
      if (!buttons[to]) {
        buttons[to] = Object.assign(document.createElement("button"), { name: "naar", value: to, hidden: true });
        form.append(buttons[to]);
      }
      form.requestSubmit(buttons[to]);
    };
    document.addEventListener("keydown", (event) => {
      if (event.repeat || event.shiftKey || event.isComposing) return;
      const save = (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "s";
      const move = event.altKey && !event.ctrlKey && !event.metaKey && { PageDown: "volgende", PageUp: "vorige" }[event.key];
      if (!save && !move) return;
      event.preventDefault();
      if (move) send(move);
      else if (form.dispatchEvent(new CustomEvent("naadloos:bewaar", { bubbles: true, cancelable: true }))) send("blijf");
    });
  }

  document.addEventListener("DOMContentLoaded", () => {
    if (watched) for (const type of ["focusin", "input", "focusout"]) document.addEventListener(type, watch);
    document.querySelectorAll("[data-voorbeelden]").forEach(examples);
    const step = document.querySelector("form[data-stap]");
    if (step) keys(step);
  });
})();
