// Finding an organisation while one types: the combobox with a list of the ARIA practices. Without it the same box has
// a button, and what is found stands under it. The id goes along in a hidden input of the same name.
(() => {
  "use strict";
  const WAIT = 200;

  function combobox(part) {
    const box = part.querySelector(".zoekregel input");
    const choices = part.querySelector("[data-keuzes]");
    const near = [...choices.querySelectorAll("input[type=radio]")]
      .filter((one) => one.value)
      .map((one) => ({ id: one.value, naam: words(one, "[data-naam]"), waar: words(one, "[data-waar]"), nu: one.checked }));
    const kept = document.createElement("input");
    kept.type = "hidden";
    kept.name = box.name;
    const list = document.createElement("ul");
    list.className = "zoeklijst";
    list.id = `${box.id}-lijst`;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", part.querySelector("legend").textContent.trim());
    list.hidden = true;
    const said = document.createElement("p");
    said.className = "zoek-gezegd";
    said.setAttribute("role", "status");
    let shown = [];
    let at = -1;
    let wait = 0;
    let asking = null;
    let last = { id: "", naam: "" };

    function words(radio, css) {
      return radio.parentElement.querySelector(css)?.textContent.trim() ?? "";
    }

    const close = () => {
      list.hidden = true;
      at = -1;
      box.setAttribute("aria-expanded", "false");
      box.removeAttribute("aria-activedescendant");
    };

    const mark = (to) => {
      at = to;
      [...list.children].forEach((one, nr) => one.setAttribute("aria-selected", String(nr === at)));
      const now = list.children[at];
      if (!now) { box.removeAttribute("aria-activedescendant"); return; }
      box.setAttribute("aria-activedescendant", now.id);
      now.scrollIntoView({ block: "nearest" });
    };

    const choose = (one) => {
      last = one;
      box.value = one.naam;
      kept.value = one.id;
      said.textContent = one.waar;
      close();
      box.dispatchEvent(new CustomEvent("input", { bubbles: true, detail: "gekozen" }));
      box.dispatchEvent(new Event("change", { bubbles: true }));
    };

    const show = (found, line) => {
      shown = found;
      list.replaceChildren(...found.map((one, nr) => {
        const item = document.createElement("li");
        item.id = `${list.id}-${nr}`;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        const name = document.createElement("span");
        name.textContent = one.naam;
        item.append(name);
        if (one.waar) {
          const where = document.createElement("span");
          where.className = "stil";
          where.textContent = one.waar;
          item.append(" ", where);
        }
        item.addEventListener("click", () => choose(one));
        return item;
      }));
      at = -1;
      box.removeAttribute("aria-activedescendant");
      list.hidden = !found.length;
      box.setAttribute("aria-expanded", String(!list.hidden));
      said.textContent = line;
    };

    const count = (found, more) => {
      if (!found.length) return "Niets gevonden. Zoek op een ander woord.";
      if (more) return `De eerste ${found.length} staan in de lijst. Typ er een woord bij als de juiste er niet bij is.`;
      return found.length === 1 ? "Eén gevonden. Kies met pijl omlaag en Enter." : `${found.length} gevonden. Kies met de pijlen en Enter.`;
    };

    const search = async () => {
      const text = box.value.trim();
      asking?.abort();
      if (text.length < 2) {
        show(text ? [] : near, text ? "Typ nog een letter." : "");
        return;
      }
      asking = new AbortController();
      const url = new URL(part.dataset.zoek, location.href);
      url.searchParams.set("q", text);
      try {
        const answer = await fetch(url, { signal: asking.signal, headers: { Accept: "application/json" } });
        if (!answer.ok || !answer.headers.get("Content-Type")?.includes("json")) throw new Error(String(answer.status));
        const { gevonden, meer } = await answer.json();
        const itself = gevonden.find((one) => one.id === text); // somebody else's choice, put here by a script
        if (itself) { choose(itself); return; }
        if (document.activeElement === box) show(gevonden, count(gevonden, meer));
      } catch (fault) {
        if (fault.name !== "AbortError") show([], "Zoeken lukt nu niet. Probeer het zo meteen opnieuw.");
      }
    };

    box.addEventListener("input", (event) => {
      if (event.detail === "gekozen") return;
      kept.value = box.value && box.value === last.naam ? last.id : "";
      clearTimeout(wait);
      if (kept.value) { said.textContent = last.waar; close(); return; }
      wait = setTimeout(search, WAIT);
    });
    box.addEventListener("keydown", (event) => {
      const open = !list.hidden;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        if (!open) {
          clearTimeout(wait);
          if (kept.value) show(near, ""); else search();
          return;
        }
        if (event.altKey) { close(); return; }
        const step = event.key === "ArrowDown" ? 1 : -1;
        mark((at + step + shown.length + (at < 0 && step < 0 ? 1 : 0)) % shown.length);
      } else if (event.key === "Enter" && (open || (box.value.trim() && !kept.value))) {
        event.preventDefault(); // with a name that is not chosen yet, Enter chooses or searches; it does not send the form
        clearTimeout(wait);
        if (open && at >= 0) choose(shown[at]);
        else if (open && shown.length === 1) choose(shown[0]);
        else if (open) mark(0);
        else search();
      } else if (event.key === "Escape" && open) {
        event.preventDefault();
        close();
      }
    });
    list.addEventListener("mousedown", (event) => event.preventDefault());
    box.addEventListener("blur", () => { clearTimeout(wait); close(); });
    box.addEventListener("click", () => { if (list.hidden && !box.value && near.length) show(near, ""); });

    const now = near.find((one) => one.nu);
    if (now) {
      last = now;
      box.value = now.naam;
      kept.value = now.id;
      said.textContent = now.waar;
    }
    choices.remove();
    part.querySelector(".zoekregel button").remove();
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id, "aria-haspopup": "listbox" }))
      box.setAttribute(name, value);
    box.after(kept, list);
    part.append(said);
  }

  document.querySelectorAll("[data-zoek]").forEach(combobox); // at once: what looks whether a form changed comes after
})();
