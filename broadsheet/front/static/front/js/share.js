// Shows a button that copies the story's address, or opens the device's own share sheet where there is one.

function offerSheet(button) {
  button.textContent = button.dataset.share;
  button.addEventListener('click', () => {
    const title = document.querySelector('h1').textContent;
    navigator.share({ title, url: button.dataset.copy }).catch(() => {});
  });
}

function offerCopy(button) {
  const label = button.textContent;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = label; }, 2000);
  });
}

document.querySelectorAll('[data-copy]').forEach((button) => {
  const touch = matchMedia('(pointer: coarse)').matches;
  if (!(touch && navigator.share) && !navigator.clipboard) return;
  (touch && navigator.share ? offerSheet : offerCopy)(button);
  button.closest('li').hidden = false;
});
