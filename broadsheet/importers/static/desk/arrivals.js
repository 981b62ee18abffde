// Follows a file that moves in: replaces what the page says of it until there is nothing to wait for.

const PAUSE = 700;
const box = document.querySelector("[data-arrival]");

async function follow() {
  while (box.querySelector("[data-under-way]")) {
    await new Promise((done) => setTimeout(done, PAUSE));
    try {
      const answer = await fetch(box.dataset.arrival, { credentials: "same-origin" });
      if (!answer.ok || answer.redirected) return;
      const found = new DOMParser().parseFromString(await answer.text(), "text/html").body.firstElementChild;
      if (box.innerHTML.trim() !== found.outerHTML.trim()) box.replaceChildren(found);
    } catch {
      // The server is restarting, perhaps: it is asked again.
    }
  }
}

if (box) follow();
