// What a browser adds to the form for replies: a stamp of when somebody began to write, the form beneath the reply that is
// answered, and a name and an address that this browser alone remembers. Without it all works by links and forms.

const KEPT = 'broadsheet-reply';
const form = document.querySelector('#reply-form');

function stamp() {
  const field = form.elements.stamp;
  if (field.value) return;
  fetch(form.dataset.stamp, { credentials: 'omit', cache: 'no-store' })
    .then((answer) => (answer.ok ? answer.text() : ''))
    .then((text) => { field.value ||= text; })
    .catch(() => {});
}

// Where the paper asks for it, the browser works while the reader writes; who sends sooner waits for the end of it.
function work() {
  let solved;
  const begin = () => {
    solved ||= import(form.dataset.worker)
      .then((module) => module.solve(form.dataset.proof))
      .then((found) => { form.elements.proof.value = found; }, () => {});
  };
  form.addEventListener('focusin', begin, { once: true });
  form.addEventListener('submit', (event) => {
    if (form.elements.proof.value || form.dataset.sent) return;
    event.preventDefault();
    begin();
    solved.then(() => { form.dataset.sent = 'yes'; form.requestSubmit(event.submitter); });
  });
}

function remember() {
  const { name, email } = form.elements;
  const tick = form.querySelector('#reply-remember');
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT) || 'null');
    if (kept) {
      name.value ||= kept.name;
      email.value ||= kept.email;
      tick.checked = true;
    }
  } catch { return; } // a browser that keeps nothing
  tick.parentElement.hidden = false;
  const keep = () => {
    if (tick.checked) localStorage.setItem(KEPT, JSON.stringify({ name: name.value, email: email.value }));
    else localStorage.removeItem(KEPT);
  };
  form.addEventListener('submit', keep);
  tick.addEventListener('change', keep);
}

function answerInPlace() {
  const { parent } = form.elements;
  const title = form.querySelector('.reply-title');
  const own = { place: document.createComment('form'), title: title.innerHTML };
  const cancel = form.querySelector('[data-cancel]');
  form.before(own.place);
  document.querySelectorAll('a[data-answer]').forEach((link) => {
    link.addEventListener('click', (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      const reply = link.closest('.reply');
      reply.after(form);
      parent.value = link.dataset.answer;
      title.textContent = `${link.textContent}: ${reply.querySelector('b').textContent}`;
      cancel.hidden = false;
      form.elements.text.focus();
    });
  });
  cancel.addEventListener('click', () => {
    own.place.after(form);
    parent.value = '';
    title.innerHTML = own.title;
    cancel.hidden = true;
    form.elements.text.focus();
  });
}

if (form?.elements.stamp) {
  form.addEventListener('focusin', stamp, { once: true });
  if (form.dataset.proof) work();
  remember();
  answerInPlace();
}
