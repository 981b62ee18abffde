// Fetches the invitation to the letters once somebody has really read a story: for a while, and most of it.
// Not after it was closed, and not for readers of letters, who come by links that end in #letter.

const SECONDS = 40;
const box = document.querySelector('[data-invite]');
const text = document.querySelector('.story-text');

function keep(word) {
  try { localStorage.setItem('letters', word); } catch { /* nothing can be kept here */ }
}

function settled() {
  try { return localStorage.getItem('letters') !== null; } catch { return true; }
}

// Whether more than half of the text has been on the screen, nobody is typing, and the card would move no text.
function isTime() {
  const { top, height } = text.getBoundingClientRect();
  const beside = matchMedia('(min-width: 80rem)').matches;
  const typing = document.activeElement.matches('input, textarea, select');
  return !typing && top + height / 2 < innerHeight && (beside || top + height > innerHeight);
}

function watch() {
  let seconds = 0;
  const clock = setInterval(async () => {
    seconds += document.visibilityState === 'visible';
    if (settled()) clearInterval(clock);
    else if (seconds >= SECONDS && isTime()) {
      clearInterval(clock);
      (await import(box.dataset.card)).show(box, text, keep);
    }
  }, 1000);
}

if (location.hash === '#letter' || document.querySelector('[data-reader]')) keep('reader');
document.addEventListener('submit', (event) => event.target.matches('[action="/newsletter/"]') && keep('asked'));
if (box && text && !settled()) watch();
