// Keys for the queue of replies, and thread and history beside the reply that has the focus.
// Everything here is done by a button or a link of the page as well: a key presses it.

const root = document.querySelector("[data-replies]");
const list = root?.querySelector(".desk-replies-list");
const beside = root?.querySelector("aside.desk-replies-beside");
const help = root?.querySelector(".desk-replies-help");
const wide = matchMedia("(min-width: 75rem)");
const replies = () => [...(list?.querySelectorAll(".desk-reply") ?? [])];
const current = () => document.activeElement?.closest?.(".desk-reply") ?? null;
const known = new Map();

function step(by) {
  const all = replies();
  const at = all.indexOf(current());
  const next = at < 0 ? all[0] : all[Math.min(Math.max(at + by, 0), all.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

async function showAround(reply) {
  if (!beside || !wide.matches || !reply || beside.dataset.of === reply.id) return;
  beside.dataset.of = reply.id;
  if (!known.has(reply.id)) {
    known.set(reply.id, fetch(reply.dataset.around, { credentials: "same-origin" }).then((answer) => (answer.ok && !answer.redirected ? answer.text() : "")).catch(() => ""));
  }
  const html = await known.get(reply.id);
  if (beside.dataset.of !== reply.id) return;
  beside.hidden = !html;
  const part = new DOMParser().parseFromString(html, "text/html").body;
  beside.replaceChildren(...part.childNodes);
}

function press(key) {
  const reply = current() ?? (replies().length === 1 ? replies()[0] : null);
  if (key === "e") {
    const link = reply && beside?.dataset.of === reply.id ? beside.querySelector('[data-key="e"]') : root.querySelector('.desk-around [data-key="e"]');
    link?.click();
    return Boolean(link);
  }
  const target = reply?.querySelector(`[data-key="${key}"]`);
  if (!target) return false;
  target.click();
  if (key === "r") target.closest("details").querySelector("select").focus();
  return true;
}

function onKey(event) {
  if (event.key === "Enter" && event.target.closest(".desk-replies-why input, .desk-replies-why select")) {
    event.preventDefault(); // otherwise the form's first button would be pressed
    event.target.closest("div").querySelector("button").click();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || help?.open) return;
  if (event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) return;
  const { key } = event;
  let done = true;
  if (key === "j") step(1);
  else if (key === "k") step(-1);
  else if (key === "x") current()?.querySelector('input[name="reply"]')?.click();
  else if (key === "z") root.querySelector('[data-key="z"]')?.click();
  else if (key === "?") help?.showModal();
  else if (["a", "r", "s", "h", "f", "o", "e"].includes(key)) done = press(key);
  else done = false;
  if (done) event.preventDefault();
}

if (root) {
  document.addEventListener("keydown", onKey);
  root.addEventListener("focusin", () => showAround(current()));
  root.querySelector(".desk-replies-keys")?.removeAttribute("hidden");
  root.querySelector("[data-help]")?.addEventListener("click", () => help.showModal());
  const all = root.querySelector("[data-all]");
  if (all) {
    all.parentElement.hidden = false;
    all.addEventListener("change", () => {
      for (const box of list.querySelectorAll('input[name="reply"]')) box.checked = all.checked;
    });
  }
  const wanted = location.hash.startsWith("#reply-") ? document.getElementById(location.hash.slice(1)) : null;
  wanted?.focus();
  if (!wanted) showAround(replies()[0]);
}
