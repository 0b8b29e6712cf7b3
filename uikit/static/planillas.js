// What the pages of planillas gain with JavaScript: a file can be dropped, its upload is seen to go on,
// and a page that waits for the worker goes on by itself. Without it a form is a form, a link a link.
"use strict";

// data-drop: a place into which a file may be dropped, around the field that takes it.
const acceptDrops = (place) => {
  const input = place.querySelector("input[type=file]");
  uploads.acceptDrops(place, (files) => {
    input.files = files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
};

// What the server answered to a form takes the place of the page, as if the form had sent itself.
const show = (html) => {
  const answer = new DOMParser().parseFromString(html, "text/html");
  document.title = answer.title;
  const main = answer.querySelector("main");
  document.querySelector("main").replaceWith(main);
  prepare(main);
  (main.querySelector("[data-focus]") ?? main).focus();
};

// data-uploads: a form whose file may be large. It is sent by hand, so that its progress can be told.
const tellProgress = (form) => {
  const input = form.querySelector("input[type=file]");
  const shown = form.querySelector("[data-progress]");
  const bar = shown.querySelector("progress");
  const said = shown.querySelector("[role=status]");
  const button = form.querySelector("button[type=submit]");
  const limit = Number(form.dataset.uploads);
  const check = () => {
    const [file] = input.files;
    const isTooLarge = file && file.size > limit;
    markField(input, isTooLarge ? `El archivo tiene ${uploads.megabytes(file.size)} y el máximo es ${uploads.megabytes(limit)}.` : "");
    if (isTooLarge) input.focus();
    return !isTooLarge;
  };
  input.addEventListener("change", check);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!check()) return;
    shown.hidden = false;
    bar.hidden = false;
    button.disabled = true;
    const answer = await uploads.send(form.action, new FormData(form), bar, said, "Guardando el archivo…");
    if (!answer) {
      button.disabled = false;
      bar.hidden = true;
      said.textContent = "Se cortó la conexión y el archivo no llegó. Revise su internet y vuelva a intentarlo.";
    } else if (answer.status < 400) location.assign(answer.responseURL);
    else show(answer.responseText);
  });
};

// data-follows="URL": a planilla that the worker has in its hands. The page is read again when it is done.
const follow = (followed) => {
  const bar = followed.querySelector("progress");
  const label = followed.querySelector("label");
  const ask = async () => {
    try {
      const answer = await fetch(followed.dataset.follows, { headers: { Accept: "application/json" } });
      const told = answer.ok ? await answer.json() : null;
      if (answer.status === 401 || (told && told.estado !== followed.dataset.estado)) {
        location.reload();
        return;
      }
      if (told && told.porcentaje !== null) bar.value = told.porcentaje;
      if (told) label.textContent = told.texto;
    } catch {
      // A moment without network: the next question may be answered.
    }
    setTimeout(ask, 1000);
  };
  setTimeout(ask, 1000);
};

const prepare = (part) => {
  part.querySelectorAll("[data-drop]").forEach(acceptDrops);
  part.querySelectorAll("form[data-uploads]").forEach(tellProgress);
  part.querySelectorAll("[data-follows]").forEach(follow);
};
prepare(document);
