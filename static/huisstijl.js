// The sample follows the colour that is typed or picked; what it is worth is said by the server.
(() => {
  "use strict";
  const typed = document.getElementById("kleur");
  const picked = document.getElementById("kiezer");
  const sheet = document.querySelector("[data-proef]");
  const said = document.querySelector("[data-oordeel]");
  if (!typed || !picked || !sheet) return;
  let wait;
  const show = () => {
    const colour = typed.value.trim().toLowerCase().replace(/^#?/, "#");
    if (!/^#[0-9a-f]{6}$/.test(colour)) return;
    picked.value = colour;
    clearTimeout(wait);
    wait = setTimeout(() => {
      sheet.href = sheet.href.replace(/[0-9a-f]{6}(?=\.css$)/, colour.slice(1));
      if (said) said.textContent = "Is de kleur te licht om te lezen, dan toont dit de donkerder kleur.";
    }, 150);
  };
  typed.addEventListener("input", show);
  picked.addEventListener("input", () => { typed.value = picked.value; show(); });
})();
