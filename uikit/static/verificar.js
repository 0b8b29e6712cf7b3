// Compares a PDF with the one that was issued, by its SHA-256, in the browser: the file goes nowhere.
"use strict";

for (const box of document.querySelectorAll("[data-verifies]")) {
  if (!window.crypto?.subtle) continue; // not over TLS: the page says how to compare by hand
  const input = box.querySelector("input[type=file]");
  const verdict = box.querySelector("[data-verdict]");
  box.hidden = false;

  const tell = (text, kind) => {
    verdict.textContent = text;
    verdict.dataset.kind = kind;
  };

  const compare = async (file) => {
    if (!file) return;
    tell("Comparando…", "");
    try {
      const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
      const found = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
      if (found === box.dataset.verifies) tell(`Sí: «${file.name}» es el archivo que emitimos, sin cambios.`, "exito");
      else tell(`No: «${file.name}» no es el archivo que emitimos, o fue modificado.`, "error");
    } catch {
      tell(`No se pudo leer «${file.name}».`, "error");
    }
  };

  input.addEventListener("change", () => compare(input.files[0]));
  for (const kind of ["dragenter", "dragover"]) {
    box.addEventListener(kind, (event) => { event.preventDefault(); box.classList.add("is-over"); });
  }
  for (const kind of ["dragleave", "drop"]) {
    box.addEventListener(kind, (event) => { event.preventDefault(); box.classList.remove("is-over"); });
  }
  box.addEventListener("drop", (event) => compare(event.dataTransfer.files[0]));
}
