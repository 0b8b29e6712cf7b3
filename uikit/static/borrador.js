// What the form of an entry of the legajo gains with JavaScript: it is kept as one types, and files go up
// as soon as they are chosen or dropped, one after the other. Without it there are buttons for both.
"use strict";

const PAUSE = 2500; // milliseconds without a key pressed, after which what was typed is kept
const LATER = 10000; // milliseconds after which it is tried again

const form = document.querySelector("form[data-draft], form[data-limit]");
const kept = form.querySelector("[data-kept]");
let waiting = null;
let isDirty = false;
let onItsWay = null; // what is being kept at this moment, or goes up
let isWaiting = false; // whether something that is sent waits for that,
let hasWaited = false; // and whether it may go now, whatever became of it

const typed = (from = form) => {
  const values = new URLSearchParams();
  for (const [name, value] of new FormData(from)) if (typeof value === "string") values.append(name, value);
  return values;
};

const tell = (text) => { kept.textContent = text; };

// Tells whether it need not be tried again.
const keepNow = async () => {
  isDirty = false;
  try {
    const answer = await fetch(form.dataset.draft, { method: "POST", body: typed(), keepalive: true, headers: { Accept: "application/json" } });
    if (answer.ok && !answer.redirected) {
      tell(`Guardado a las ${new Date().toLocaleTimeString("es-PE", { hour: "2-digit", minute: "2-digit" })}`);
      return true;
    }
    const isOver = answer.status === 401 || answer.redirected;
    if (!isOver && answer.status < 500 && answer.status !== 429) {
      tell("Esto ya se envió o se descartó: vuelva a la página anterior para ver cómo quedó.");
      return true;
    }
    tell(isOver
      ? "Su sesión terminó. Inicie sesión en otra pestaña y siga aquí: lo que escribió no se perdió."
      : "No se pudo guardar todavía: se intentará otra vez.");
  } catch {
    tell("Sin conexión: lo que escribió sigue aquí y se guardará cuando vuelva.");
  }
  isDirty = true;
  return false;
};

const settle = (pause) => {
  onItsWay = null;
  if (isDirty) waiting = setTimeout(keep, pause);
};

const keep = () => {
  clearTimeout(waiting);
  if (isDirty) onItsWay ??= keepNow().then((isDone) => settle(isDone ? PAUSE : LATER));
  return onItsWay;
};

const noteTyped = () => {
  isDirty = true;
  clearTimeout(waiting);
  waiting = setTimeout(keep, PAUSE);
};

form.addEventListener("input", (event) => {
  if (event.target.type !== "file" && form.dataset.draft) noteTyped();
});

// What was typed before this script came is kept, too.
const asSent = form.cloneNode(true);
asSent.reset();
if (form.dataset.draft && String(typed()) !== String(typed(asSent))) noteTyped();

// Whatever is sent, by this form or by another of the page, comes after what is being kept: a slow
// draft would overwrite what was sent after it, or the next page would not know of it.
document.addEventListener("submit", async (event) => {
  if (event.target === form) {
    isDirty = false;
    clearTimeout(waiting);
  }
  const last = keep();
  if (!last || hasWaited) return;
  event.preventDefault();
  if (isWaiting) return;
  isWaiting = true;
  await last;
  isWaiting = false;
  hasWaited = true;
  event.target.requestSubmit(event.submitter);
  hasWaited = false;
});
document.addEventListener("visibilitychange", () => { if (document.hidden) keep(); });

// One file up; what the server shows of the documents then takes the place of what is shown.
const send = async (file, shown) => {
  await onItsWay;
  const data = new FormData();
  for (const [name, value] of typed()) data.append(name, value);
  data.set("paso", "subir");
  data.append("archivo", file);
  shown.hidden = false;
  shown.querySelector("label").textContent = `Subiendo ${file.name}`;
  onItsWay = uploads.send(form.action, data, shown.querySelector("progress"), document.querySelector("[data-said]"), "Revisando el documento…");
  const answer = await onItsWay;
  settle(PAUSE);
  return answer;
};

const show = (html) => {
  const answer = new DOMParser().parseFromString(html, "text/html");
  const places = ["[data-adjuntos]", "[data-removers]"].map((name) => [document.querySelector(name), answer.querySelector(name)]);
  if (places.some(([, now]) => !now)) return false;
  for (const [before, now] of places) before.replaceWith(now);
  prepare();
  return true;
};

const upload = async (files) => {
  const refused = [];
  for (const file of files) {
    const said = document.querySelector("[data-said]");
    const shown = document.querySelector("[data-progress]");
    if (!shown) break;
    if (file.size > Number(form.dataset.limit)) {
      refused.push(`${file.name} tiene ${uploads.megabytes(file.size)} y el máximo es ${uploads.megabytes(form.dataset.limit)}.`);
      continue;
    }
    const answer = await send(file, shown);
    if (!answer) {
      shown.hidden = true;
      said.textContent = `Se cortó la conexión y ${file.name} no llegó. Revise su internet y vuelva a elegirlo.`;
      return;
    }
    if (!show(answer.responseText)) {
      shown.hidden = true;
      said.textContent = answer.status === 401 || answer.responseURL.includes("/login")
        ? "Su sesión terminó. Inicie sesión en otra pestaña y vuelva a elegir el archivo."
        : `${file.name} no se pudo subir. Espere un momento y vuelva a elegirlo.`;
      return;
    }
    const error = document.getElementById("archivo-error");
    if (error) refused.push(error.textContent.trim());
    error?.remove();
  }
  const said = document.querySelector("[data-said]");
  said?.classList.toggle("field-error", refused.length > 0);
  if (said) said.textContent = refused.length ? refused.join(" ") : "Listo: el documento se guardó.";
  document.getElementById("archivo")?.focus();
};

const prepare = () => {
  const place = document.querySelector("[data-drop]");
  if (!place) return;
  const input = place.querySelector("input[type=file]");
  place.querySelector("[data-by-hand]").hidden = true;
  input.addEventListener("change", () => { if (input.files.length) upload([...input.files]); });
  uploads.acceptDrops(place, (files) => upload([...files]));
};
prepare();
