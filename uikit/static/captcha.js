// What the code of an image gains with JavaScript: it changes and is heard without leaving the page,
// and a device can do a sum for who can neither see nor hear it. Addresses come from the macro.
"use strict";

for (const field of document.querySelectorAll("[data-captcha]")) {
  const form = field.closest("form");
  const image = field.querySelector("img");
  const input = field.querySelector("input");
  const listen = field.querySelector("a[href]");
  const told = field.querySelector(".captcha-told");
  const post = async (address, body) => {
    const answer = await fetch(address, { method: "POST", body: new URLSearchParams(body) });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  };
  let sound;

  field.querySelector("button[name]").addEventListener("click", async (event) => {
    if (!field.dataset.another) return;
    event.preventDefault();
    sound?.pause();
    try {
      const code = await post(field.dataset.another, { captcha_id: form.elements.captcha_id.value });
      form.elements.captcha_id.value = code.id;
      image.src = code.image;
      if (listen) listen.href = code.audio;
      sound = undefined;
      input.value = "";
      told.textContent = "Hay un código nuevo.";
      input.focus();
    } catch {
      told.textContent = "No pudimos cambiar el código. Espere un momento y vuelva a intentar.";
    }
  });

  listen?.addEventListener("click", (event) => {
    event.preventDefault();
    sound?.pause();
    sound = new Audio(listen.href);
    sound.play().then(
      () => { told.textContent = "Se dicta el código: cada letra con una palabra que empieza con ella."; },
      () => { told.textContent = "No pudimos reproducir el sonido. Puede cambiar el código."; },
    );
    input.focus();
  });

  const work = field.querySelector(".captcha-work");
  if (work && window.Worker && window.crypto?.subtle) {
    work.hidden = false;
    work.querySelector("button").addEventListener("click", async () => {
      field.classList.add("is-working");
      const fail = () => {
        field.classList.remove("is-working");
        told.textContent = "Su dispositivo no pudo terminar el cálculo. Vuelva a intentar.";
      };
      told.textContent = "Su dispositivo está haciendo un cálculo en lugar del código. Tarda unos segundos…";
      try {
        const sum = await post(field.dataset.work, {});
        const worker = new Worker(field.dataset.worker);
        worker.onerror = fail;
        worker.onmessage = ({ data }) => {
          worker.terminate();
          if (!data) {
            fail();
            return;
          }
          for (const [name, value] of [["cuenta_id", sum.id], ["cuenta", data]]) {
            const hidden = document.createElement("input");
            Object.assign(hidden, { type: "hidden", name, value });
            form.append(hidden);
          }
          input.required = false;
          input.disabled = true;
          field.classList.replace("is-working", "is-worked");
          told.textContent = "Listo: ya no hace falta que escriba el código.";
          told.tabIndex = -1;
          told.focus();
        };
        worker.postMessage(sum);
      } catch {
        fail();
      }
    });
  }
}
