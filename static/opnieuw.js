// Signing in again over the page: a dialog. What is typed in it goes to the server and is kept nowhere.
// naadloos.toestand(url, van) asks how the door stands; naadloos.opnieuw(url, van, start) opens it. Only the person whose
// mark `van` is comes through. Both give {stand, csrf_token}; the second gives null when the dialog was closed.
(() => {
  "use strict";
  const JSON_ONLY = { Accept: "application/json", "X-Requested-With": "bewaren" };
  const WORDS = {
    uit: ["Meld opnieuw aan", "U was een tijd weg en bent niet meer aangemeld. Wat u typte, staat er nog: na het aanmelden wordt het bewaard."],
    slot: ["Verder met uw eigen scherm", "Het toestel ging rond de tafel. Geef uw wachtwoord om verder te gaan."],
    code: ["De code van uw app", "Typ de zes cijfers die nu bij Naadloos staan, of een van uw herstelcodes."],
    instellen: ["Een tweede stap", "Uw organisatie vraagt een tweede stap. Stel die in een ander venster in, en druk dan hier op Ga verder."],
    ander: ["Iemand anders is nu aangemeld", ""],
  };
  const FIELDS = { uit: ["email", "wachtwoord"], slot: ["wachtwoord"], code: ["code"], instellen: [], ander: [] };
  const DIALOG = `
    <h2 id="opnieuw-titel"></h2><p data-waarom></p><p class="fout" id="opnieuw-fout" role="alert" data-fout hidden></p>
    <form method="post" novalidate>
      <div class="veld" data-veld="email"><label for="opnieuw-email">E-mailadres</label><input class="form-control" type="email" id="opnieuw-email" aria-describedby="opnieuw-fout" name="email" autocomplete="username" autocapitalize="none" spellcheck="false"></div>
      <div class="veld" data-veld="wachtwoord"><label for="opnieuw-wachtwoord">Wachtwoord</label><input class="form-control" type="password" id="opnieuw-wachtwoord" aria-describedby="opnieuw-fout" name="wachtwoord" autocomplete="current-password"></div>
      <div class="veld" data-veld="code"><label for="opnieuw-code">Code</label><input class="form-control" id="opnieuw-code" aria-describedby="opnieuw-fout" name="code" autocomplete="one-time-code" autocapitalize="none" spellcheck="false"></div>
      <p data-deur hidden></p>
      <div class="knoppen breed"><button class="btn btn-primary" data-verder>Ga verder</button><a class="btn btn-primary" data-werklijst hidden></a><button class="btn btn-tekst" type="button" data-sluit>Nu niet</button></div>
    </form>`;

  async function toestand(url, van) {
    const answer = await fetch(`${url}?van=${encodeURIComponent(van)}`, { headers: JSON_ONLY });
    return answer.json();
  }

  function show(dialog, now, fault) {
    const [title, why] = WORDS[now.stand] || WORDS.uit;
    const shown = FIELDS[now.stand] || [];
    dialog.querySelector("h2").textContent = title;
    dialog.querySelector("[data-waarom]").textContent = now.stand === "ander"
      ? `Op dit toestel werkt nu ${now.wie}. Wat hier staat, typte iemand anders: het wordt niet bewaard onder een andere naam.`
      : why;
    for (const part of dialog.querySelectorAll("[data-veld]")) part.hidden = !shown.includes(part.dataset.veld);
    const door = dialog.querySelector("[data-deur]");
    door.hidden = !now.deur;
    if (now.deur) {
      const link = Object.assign(document.createElement("a"), { href: now.deur.url, target: "_blank", rel: "noopener" });
      link.textContent = `Meld u aan met ${now.deur.naam} (opent een nieuw venster)`;
      door.replaceChildren("Geen wachtwoord? ", link, ", kom terug en druk op Ga verder.");
    }
    const other = now.stand === "ander";
    dialog.querySelector("[data-verder]").hidden = other;
    const list = dialog.querySelector("[data-werklijst]");
    list.hidden = !other;
    list.textContent = `Naar de werklijst van ${now.wie || ""}`;
    list.href = document.querySelector(".woordmerk")?.href || "/";
    dialog.querySelector("[data-sluit]").textContent = other ? "Blijf op deze pagina" : "Nu niet";
    const said = dialog.querySelector("[data-fout]");
    said.hidden = !fault;
    said.textContent = fault || "";
    const first = dialog.querySelector(fault ? "[data-veld]:not([hidden]):last-of-type input" : "[data-veld]:not([hidden]) input");
    if (first) first.focus();
  }

  function opnieuw(url, van, start) {
    return new Promise((done) => {
      const dialog = document.createElement("dialog");
      dialog.className = "opnieuw";
      dialog.setAttribute("aria-labelledby", "opnieuw-titel");
      dialog.innerHTML = DIALOG;
      document.body.append(dialog);
      let now = start;
      let busy = false;
      const close = (result) => { dialog.close(); dialog.remove(); done(result); }; // closing gives the focus back
      dialog.addEventListener("cancel", (event) => { event.preventDefault(); close(null); });
      dialog.querySelector("[data-sluit]").addEventListener("click", () => close(null));
      dialog.querySelector("form").addEventListener("submit", async (event) => {
        event.preventDefault();
        if (busy) return;
        busy = true;
        try {
          const body = new URLSearchParams({ van, csrf_token: now.csrf_token });
          for (const name of FIELDS[now.stand] || []) body.append(name, event.target.elements[name].value);
          const answer = now.stand === "instellen" ? null : await fetch(url, { method: "POST", body, headers: JSON_ONLY });
          const said = answer ? await answer.json() : {};
          now = answer && answer.ok ? said : { ...(await toestand(url, van)) };
          event.target.elements.wachtwoord.value = event.target.elements.code.value = "";
          if (now.stand === "") close(now);
          else show(dialog, now, said.fout);
        } catch {
          show(dialog, now, "Er is geen verbinding. Probeer het zo meteen nog eens.");
        } finally {
          busy = false;
        }
      });
      dialog.showModal();
      show(dialog, now, "");
    });
  }

  window.naadloos = { ...window.naadloos, toestand, opnieuw };
})();
