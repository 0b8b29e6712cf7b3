// Shows the list anew when a mail arrives; without it, one reloads the page.
const shown = Number(document.querySelector("[data-count]").dataset.count);
setInterval(async () => {
  const answer = await fetch("/count.json");
  if (answer.ok && (await answer.json()) !== shown) location.reload();
}, 3000);
