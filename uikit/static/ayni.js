// What pages gain with JavaScript. Nothing depends on it: each part finds its elements by a data-
// attribute that a macro wrote, and without it the page works as it was sent.
"use strict";

// For the scripts of pages that take files, which come after this one: how a file's weight is said, a
// place into which files are dropped, and a form that is sent by hand so that its progress is told.
const uploads = {
  megabytes: (bytes) => `${(bytes / 1048576).toFixed(bytes < 10485760 ? 1 : 0)} MB`,

  acceptDrops(place, take) {
    const over = (is) => (event) => {
      event.preventDefault();
      place.classList.toggle("is-over", is);
    };
    place.addEventListener("dragover", over(true));
    place.addEventListener("dragleave", over(false));
    place.addEventListener("drop", (event) => {
      over(false)(event);
      if (event.dataTransfer.files.length) take(event.dataTransfer.files);
    });
  },

  // Gives what was answered; null, if the line was cut.
  send: (address, data, bar, said, arrived) => new Promise((resolve) => {
    const sending = new XMLHttpRequest();
    sending.upload.addEventListener("progress", ({ loaded, total }) => {
      bar.value = (loaded * 100) / total;
      said.textContent = loaded < total ? `${uploads.megabytes(loaded)} de ${uploads.megabytes(total)}` : arrived;
    });
    sending.addEventListener("load", () => resolve(sending));
    sending.addEventListener("error", () => resolve(null));
    sending.open("POST", address);
    sending.setRequestHeader("Accept", "text/html");
    sending.send(data);
  }),
};

// What is wrong with a field, said where the server would say it; without a text, nothing is.
const markField = (input, text) => {
  const id = `${input.id}-error`;
  document.getElementById(id)?.remove();
  const described = (input.getAttribute("aria-describedby") ?? "").split(" ").filter((each) => each && each !== id);
  if (text) {
    const error = Object.assign(document.createElement("p"), { id, className: "field-error", textContent: text });
    error.setAttribute("role", "alert");
    input.before(error);
    described.push(id);
  }
  input.setAttribute("aria-describedby", described.join(" "));
  input.setAttribute("aria-invalid", String(Boolean(text)));
};

// A date or hour that is half typed, or that does not exist, would be sent as if nothing had been typed: only
// the browser knows of it. It is said, and stays, before any other script hears that the form is sent.
const NO_SUCH = { date: "Esa fecha no existe o está incompleta.", time: "Esa hora no existe o está incompleta." };
document.addEventListener("submit", (event) => {
  const unread = [...event.target.elements].filter((each) => NO_SUCH[each.type] && each.validity.badInput);
  if (!unread.length) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  for (const input of unread) {
    markField(input, NO_SUCH[input.type]);
    input.addEventListener("input", () => markField(input, ""), { once: true });
  }
  unread[0].focus();
}, true);

// data-shows="ID": the button that shows and hides the password in that field.
for (const button of document.querySelectorAll("[data-shows]")) {
  const input = document.getElementById(button.dataset.shows);
  button.hidden = false;
  button.addEventListener("click", () => {
    const shown = input.type === "text";
    input.type = shown ? "password" : "text";
    button.setAttribute("aria-pressed", String(!shown));
  });
  input.form?.addEventListener("submit", () => { input.type = "password"; });
}

// data-checks="ID": the rules of a password, marked as one types. Who looks sees ✘ and ✔; who listens
// hears the count once the typing pauses.
for (const list of document.querySelectorAll("[data-checks]")) {
  const input = document.getElementById(list.dataset.checks);
  const rules = [...list.querySelectorAll("[data-pattern]")].map((item) => ({
    item, pattern: new RegExp(item.dataset.pattern, "u"),
  }));
  const summary = list.querySelector("[data-summary]");
  let pause;
  const check = () => {
    const kept = rules.filter(({ item, pattern }) => {
      const ok = pattern.test(input.value);
      item.classList.toggle("is-ok", ok);
      item.classList.toggle("is-missing", !ok);
      item.querySelector("[data-verdict]").textContent = ok ? "Cumple:" : "Falta:";
      return ok;
    });
    clearTimeout(pause);
    pause = setTimeout(() => {
      summary.textContent = `Cumple ${kept.length} de ${rules.length} requerimientos.`;
    }, 800);
  };
  input.addEventListener("input", check);
  if (input.value) check();
}

// data-modal: a panel that is in the page becomes a modal dialog above it.
for (const dialog of document.querySelectorAll("dialog[data-modal][open]")) {
  dialog.close();
  dialog.showModal();
}

// data-print: the button that prints the page; without JavaScript the browser's own menu does.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// data-drawn: a picture that the server draws when it is its turn. Until then there is a sheet in its place
// that says so (with the status 503), and it is asked for again. Without JavaScript one loads the page again.
const DRAWN_AFTER = 2000; // milliseconds
for (const image of document.querySelectorAll("img[data-drawn]")) {
  let times = 0;
  const look = () => {
    const answer = performance.getEntriesByName(image.currentSrc).at(-1);
    if (answer?.responseStatus !== 503) return;
    times += 1;
    const address = new URL(image.src);
    address.searchParams.set("vez", times);
    setTimeout(() => { image.src = address; }, DRAWN_AFTER * Math.min(times, 5));
  };
  image.addEventListener("load", look);
  if (image.complete && image.currentSrc) look();
}

// data-focus: what went wrong is where the reading begins.
document.querySelector("[data-focus]")?.focus();
