// Show what is typed in a password field; who can look needs not type it twice.
(() => {
  "use strict";
  for (const button of document.querySelectorAll("[data-toon]")) {
    const field = document.getElementById(button.dataset.toon);
    if (!field) continue;
    button.hidden = false;
    button.addEventListener("click", () => {
      const shown = field.type === "text";
      field.type = shown ? "password" : "text";
      button.textContent = shown ? "Toon" : "Verberg";
      field.focus();
    });
    field.form.addEventListener("submit", () => { field.type = "password"; });
  }
  for (const part of document.querySelectorAll("[data-zonder-script]")) {
    part.hidden = true;
    for (const field of part.querySelectorAll("input")) field.disabled = true;
  }
})();
