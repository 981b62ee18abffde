// Says below each teaser how many replies its story has. Fetched apart, so that a reply never makes a front be pressed anew.

const teasers = [...document.querySelectorAll('.teaser')];

function show(counts) {
  teasers.forEach((teaser) => {
    const link = teaser.querySelector('.teaser-headline a');
    const meta = teaser.querySelector('.meta');
    const found = link && counts[new URL(link.href).pathname];
    if (!found) return;
    const count = document.createElement('a');
    count.className = 'teaser-replies';
    count.href = `${link.pathname}#replies`;
    count.textContent = found.words;
    (meta || teaser).append(' ', count);
  });
}

if (teasers.length) {
  fetch('/replies/counts.json', { credentials: 'omit' })
    .then((answer) => (answer.ok ? answer.json() : {}))
    .then(show)
    .catch(() => {});
}
