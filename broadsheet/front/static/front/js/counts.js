// Says at each teaser how many replies its story has, in a line that is there, so that nothing moves.
// Fetched apart, so that a reply never makes a front be pressed anew.

const LINES = ['.byline', '.meta:has(time)', '.kicker'];
const teasers = [...document.querySelectorAll('.teaser')];

function show(counts) {
  teasers.forEach((teaser) => {
    const link = teaser.querySelector('.teaser-headline a');
    const line = LINES.map((one) => teaser.querySelector(one)).find(Boolean);
    const found = link && counts[new URL(link.href).pathname];
    if (!found) return;
    const count = document.createElement('a');
    count.className = 'teaser-replies';
    count.href = `${link.pathname}#replies`;
    count.textContent = found.words;
    (line || teaser).append(' ', count);
  });
}

if (teasers.length) {
  fetch('/replies/counts.json', { credentials: 'omit' })
    .then((answer) => (answer.ok ? answer.json() : {}))
    .then(show)
    .catch(() => {});
}
