// Nothing typed is lost: a step saves itself, each page of text asks before it is left, and a session that has ended is
// opened again in place. A form with data-bewaar saves itself there; with data-bewaak alone it only looks before it goes.
// Nothing is kept in the browser. The rule of who may save on top of what is the server's (docs/adr/0030).
(() => {
  "use strict";
  const QUIET = 1500;
  const AT_MOST = 5000;
  const PATIENCE = 20000;
  const OURS = ["csrf_token", "van", "formulier", "revision", "blad", "beurt", "basis"];
  const WHY = {
    net: "geen verbinding. Wij proberen opnieuw.",
    vol: "de schijf van de server is vol. Wij proberen opnieuw.",
    druk: "er wordt nu veel tegelijk bewaard. Wij proberen opnieuw.",
    af: "u bent niet meer aangemeld. Druk op de knop onderaan om aan te melden.",
    groot: "de tekst is te groot. Maak hem korter.",
  };

  const form = document.querySelector("form[data-bewaak]");
  if (!form) return;
  const saves = "bewaar" in form.dataset;
  const line = document.querySelector("[data-bewaard]");
  const field = (name) => form.elements.namedItem(name);

  const pairs = () => new URLSearchParams(new FormData(form));
  const content = () => {
    const all = pairs();
    OURS.forEach((name) => all.delete(name));
    return all.toString();
  };

  let saved = document.querySelector("[data-teruggezet]") || "kies" in form.dataset ? null : content();
  let sending = null; // what is under way: its text, and a promise that ends when it has
  let timer = 0;
  let first = 0;
  let tries = 0;
  let stopped = "kies" in form.dataset ? "kies" : ""; // why nothing is sent by itself any more
  let leaving = false;
  let asking = null; // the dialog that is open

  const dirty = () => content() !== saved;

  // What one sees changes each time, what is announced only when something goes wrong, and when that is over.
  let told = "";
  function say(stand, text, aloud) {
    if (line) {
      line.hidden = false;
      line.dataset.stand = stand;
      line.querySelector("[data-tekst]").textContent = text;
    }
    const voice = document.querySelector("[data-bewaard-gezegd]");
    if (voice && aloud !== undefined && aloud !== told) voice.textContent = told = aloud;
  }
  const notSaved = (why) => say("niet", `Nog niet bewaard: ${why}`, `Nog niet bewaard: ${why}`);

  // Put values in the controls of a name, as many as there are: a text, a choice, ticks, the parts of a date.
  function put(name, values) {
    const controls = [...form.elements].filter((one) => one.name === name && one.type !== "hidden");
    controls.forEach((control, nr) => {
      if (["radio", "checkbox"].includes(control.type)) control.checked = values.includes(control.value);
      else control.value = values[nr] ?? "";
    });
    controls[0]?.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function took(answer, sent) {
    const same = content() === sent;
    field("revision").value = answer.revision;
    const basis = { ...JSON.parse(field("basis").value), ...answer.basis };
    for (const one of answer.velden) {
      const now = pairs().getAll(one.naam).join("\n");
      if (now !== new URLSearchParams(sent).getAll(one.naam).join("\n")) continue;
      put(one.naam, one.waarden);
      basis[one.pad] = one.print;
    }
    field("basis").value = JSON.stringify(basis);
    saved = same ? content() : sent;
    tries = 0;
    stopped = "";
    say("wel", answer.bewaard, told ? "Weer bewaard" : undefined);
    if (told === "Weer bewaard") told = "";
    window.naadloos.present?.(answer);
  }

  // The token of now when the door is open for this person, or becomes so in the dialog; "" when it stays shut.
  async function openAgain() {
    const url = form.dataset.opnieuw;
    const van = field("van").value;
    const now = await window.naadloos.toestand(url, van);
    if (now.stand === "") return now.csrf_token;
    asking ??= window.naadloos.opnieuw(url, van, now).finally(() => { asking = null; });
    const opened = await asking;
    return opened ? opened.csrf_token : "";
  }

  function fresh(token) {
    for (const one of document.querySelectorAll("input[name=csrf_token]")) one.value = token;
  }

  async function post(body, keepalive) {
    const stop = new AbortController();
    const late = setTimeout(() => stop.abort(), PATIENCE);
    try {
      return await fetch(form.dataset.bewaar, {
        method: "POST", body, keepalive, signal: stop.signal,
        headers: { Accept: "application/json", "X-Requested-With": "bewaren" },
      });
    } finally {
      clearTimeout(late);
    }
  }

  // Ends with "goed", or with why not: net, druk, vol, af, kies, groot, nee.
  async function attempt(keepalive, again) {
    const body = pairs();
    const sent = content();
    const turn = field("beurt");
    turn.value = Number(turn.value) + 1;
    body.set("beurt", turn.value);
    sending.text = sent;
    const small = body.toString().length < 60000;
    let answer;
    let said = {};
    try {
      answer = await post(body, keepalive && small);
      said = await answer.json();
    } catch {
      return "net";
    }
    if (answer.ok) {
      took(said, sent);
      return "goed";
    }
    if ([400, 401].includes(answer.status) && !again) {
      clearTimeout(sending.slow);
      notSaved("u bent niet meer aangemeld.");
      const token = await openAgain().catch(() => "");
      if (!token) return "af";
      fresh(token);
      return attempt(false, true);
    }
    if (answer.status === 409 && said.reden === "botsing") {
      const both = document.querySelector("[data-botst]");
      both.querySelector("[data-uitleg]").textContent = said.uitleg;
      both.hidden = false;
      document.activeElement?.scrollIntoView({ block: "nearest" }); // not under the line that has just grown
      return "kies";
    }
    if (answer.status === 413) return "groot";
    if (answer.status === 507) return "vol";
    if (answer.status >= 500) return "druk";
    notSaved(said.uitleg || "dat lukte niet.");
    return "nee";
  }

  function send(keepalive) {
    clearTimeout(timer);
    timer = first = 0;
    if (sending) return sending.done.then((how) => (dirty() && how === "goed" ? send(keepalive) : how));
    if (!dirty()) return Promise.resolve("goed");
    sending = { text: content() };
    sending.slow = setTimeout(() => { if (tries === 0) say("bezig", "Bezig met bewaren…"); }, 400);
    sending.done = attempt(keepalive, false).then((how) => {
      clearTimeout(sending.slow);
      sending = null;
      if (how === "goed") {
        if (dirty()) soon(QUIET);
      } else if (["net", "druk", "vol"].includes(how)) {
        tries += 1;
        notSaved(WHY[how]);
        timer = setTimeout(() => send(true), Math.min(60000, 2000 * 2 ** Math.min(tries - 1, 5)));
      } else {
        stopped = how;
        if (WHY[how]) notSaved(WHY[how]);
        else if (how === "kies") say("niet", "Nog niet bewaard", "Nog niet bewaard: iemand anders schreef hier ook.");
      }
      return how;
    });
    return sending.done;
  }

  function soon(wait) {
    if (stopped === "groot") stopped = "";
    if (!saves || stopped || tries || saved === null) return; // what was typed before waits for a button
    first ||= Date.now();
    clearTimeout(timer);
    timer = setTimeout(() => send(true), Math.max(0, Math.min(wait, first + AT_MOST - Date.now())));
  }

  form.addEventListener("input", (event) => {
    if (event.target.closest(".botsing")) return;
    if (saves && tries === 0 && !stopped && dirty()) say("niet", "Nog niet bewaard");
    soon(event.target.matches("input[type=radio], input[type=checkbox], select") ? 300 : QUIET);
  });
  form.addEventListener("naadloos:bewaar", (event) => { // Ctrl+S (static/hulp.js)
    if (!saves || stopped || saved === null) return;
    event.preventDefault();
    send(false);
  });
  form.addEventListener("change", () => { if (dirty()) soon(0); });
  window.addEventListener("online", () => { if (saves && tries && !stopped) send(true); });
  window.addEventListener("offline", () => { if (saves && dirty()) notSaved(WHY.net); });

  const flush = () => { if (saves && !leaving && !stopped && !sending && saved !== null && dirty()) send(true); };
  window.addEventListener("pagehide", flush);
  document.addEventListener("visibilitychange", () => { if (document.hidden) flush(); });
  window.addEventListener("beforeunload", (event) => {
    const onItsWay = sending && sending.text === content() && tries === 0 && navigator.onLine;
    if (!leaving && dirty() && !onItsWay) event.preventDefault();
  });

  // A button: first all is saved, or known to come through; then the page is sent as if there were no script.
  let passed = false;
  async function ready() {
    if (saves) {
      if (saved === null) saved = undefined; // what was typed before: somebody pressed the button for it
      stopped = "";
      return send(false);
    }
    const token = await openAgain().catch(() => "net");
    if (token === "net") return "net";
    if (token) fresh(token);
    return token ? "goed" : "af";
  }
  form.addEventListener("submit", (event) => {
    const nothingToDo = saves && (stopped === "kies" || !(sending || tries || stopped || dirty()));
    if (passed || nothingToDo) {
      leaving = true;
      setTimeout(() => { passed = leaving = false; }, 8000);
      if (saves) field("beurt").value = Number(field("beurt").value) + 1;
      return;
    }
    event.preventDefault();
    const button = event.submitter;
    button?.setAttribute("aria-disabled", "true");
    const later = new Promise((go) => { setTimeout(go, 0); }); // a form is not sent again while its event still runs
    Promise.all([ready(), later]).then(([how]) => {
      button?.removeAttribute("aria-disabled");
      if (how === "goed" || how === "kies") {
        passed = true;
        form.requestSubmit(button);
      } else if (WHY[how]) {
        notSaved(WHY[how]);
        if (line) line.scrollIntoView({ block: "nearest" });
      }
    });
  });

  // Somebody looked whether others are here, and heard that the session has ended (static/aanwezig.js).
  document.addEventListener("naadloos:aanwezig", async (event) => {
    if (event.detail.status !== 401 || stopped === "af" || sending || leaving) return;
    const token = await openAgain().catch(() => null);
    if (token) {
      fresh(token);
      if (saves && !stopped && saved !== null && dirty()) send(true);
    } else if (token === "") {
      stopped = "af";
      notSaved(WHY.af);
    }
  });

  // Back from the next page with what the browser kept of this one: show what was saved since, unless something is typed.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    leaving = passed = false;
    if (dirty()) window.naadloos.look?.();
    else location.reload();
  });

  // Where two wrote, a choice fills the box; what is in the box is then what counts.
  for (const choice of form.querySelectorAll(".botsing")) {
    const name = choice.dataset.naam;
    const theirs = JSON.parse(choice.dataset.ander);
    const own = pairs().getAll(name);
    choice.addEventListener("change", (event) => {
      const which = event.target.dataset.welke || (event.target.dataset.welke = event.target.value);
      const [mine, other] = [own[0] ?? "", theirs[0] ?? ""].map((text) => text.trim());
      const joined = mine.includes(other) ? mine : [mine, other].filter(Boolean).join("\n\n");
      put(name, { mijn: own, ander: theirs, beide: [joined] }[which]);
      event.target.value = "mijn";
    });
  }
})();
