// Fills in the lines that say what readers find of a story: in the message after a publication, and above its editor.
// Asks again while places are being read; a line is replaced only when its words change, so that it is read out once.

const PAUSE = 700;
const MOST = 120;
const address = document.querySelector("script[data-proof-address]")?.dataset.proofAddress;

async function ask(url) {
  const answer = await fetch(url, { headers: { Accept: "text/html" }, credentials: "same-origin" });
  if (!answer.ok || answer.redirected) return null;
  const found = new DOMParser().parseFromString(await answer.text(), "text/html");
  return found.querySelector("[data-state]");
}

async function follow(line, url, show) {
  for (let turn = 0; turn < MOST; turn += 1) {
    let part = null;
    try {
      part = await ask(url);
    } catch {
      return; // the line keeps what it says; the page with all places is a click away
    }
    if (!part) return;
    show(line, part);
    if (part.dataset.state !== "running") return;
    await new Promise((done) => setTimeout(done, PAUSE));
  }
}

function showWhole(line, part) {
  if (line.innerHTML.trim() !== part.outerHTML.trim()) line.replaceChildren(part);
}

function showLine(line, part) {
  const words = part.querySelector("[data-summary]").textContent.trim();
  const { state, all } = part.dataset;
  line.className = `desk-proof-line is-${state.replace(" ", "-")}`;
  if (line.textContent !== words) line.textContent = words;
  const link = line.parentElement.querySelector("[data-all-places]");
  if (link) {
    link.textContent = all;
    link.parentElement.hidden = state === "none";
  }
}

for (const line of document.querySelectorAll("[data-proof]")) {
  follow(line, line.dataset.proof, "whole" in line.dataset ? showWhole : showLine);
}

const form = document.getElementById("page-edit-form");
const story = location.pathname.match(/\/pages\/(\d+)\/edit\/$/)?.[1];
// Fronts and other pages are not read back: what only a story has tells it from them.
if (form?.elements.standfirst && story && address) {
  const page = address.replace("/0/", `/${story}/`);
  const box = document.createElement("div");
  box.className = "desk-proof-editor";
  box.hidden = true;
  const line = document.createElement("span");
  line.setAttribute("role", "status");
  const link = document.createElement("a");
  link.href = page;
  link.dataset.allPlaces = "";
  box.append(line, " ", link);
  form.before(box);
  follow(line, `${page}?part=1`, showLine);
}
