// The invitation to the letters: the form that stands below the page, as a card that takes no focus and covers no text.
// Button, Escape and a swipe close it for good.

const SWIPE = 60;

function made(box) {
  const card = box.cloneNode(true);
  card.querySelectorAll('[id], [for]').forEach((one) => {
    if (one.id) one.id = `card-${one.id}`;
    if (one.htmlFor) one.htmlFor = `card-${one.htmlFor}`;
  });
  card.querySelector('h2').textContent = box.dataset.invite;
  card.setAttribute('aria-labelledby', 'card-letter-box');
  card.classList.add('letter-card');
  const button = Object.assign(document.createElement('button'), { type: 'button', textContent: box.dataset.close });
  card.prepend(button);
  return [card, button];
}

export function show(box, text, keep) {
  const [card, button] = made(box);
  let start = 0;
  const close = () => {
    keep('closed');
    card.remove();
    removeEventListener('keydown', escape);
  };
  const escape = (event) => event.key === 'Escape' && close();
  button.addEventListener('click', close);
  addEventListener('keydown', escape);
  card.addEventListener('touchstart', (event) => { start = event.touches[0].clientX; }, { passive: true });
  card.addEventListener('touchend', (event) => {
    if (Math.abs(event.changedTouches[0].clientX - start) > SWIPE) close();
  });
  const sheet = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: box.dataset.sheet });
  sheet.addEventListener('load', () => text.after(card));
  document.head.append(sheet);
}
