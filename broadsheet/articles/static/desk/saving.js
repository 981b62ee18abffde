// The editor saves by itself. A button pressed meanwhile waits for the answer: until it is there, the form does not know
// that its story has been made, and would make it again. Once a button was pressed nothing is saved beside it.

const form = document.getElementById("page-edit-form");
let saving = false;
let sent = false;
let waiting = null;

function answered() {
  saving = false;
  if (!waiting) return;
  const { button, disabled } = waiting;
  waiting = null;
  // Wagtail disables a pressed button, and a disabled one is not part of what is sent.
  if (button) button.disabled = disabled;
  form.requestSubmit(button);
}

form?.addEventListener("w-autosave:save", (event) => {
  if (sent || waiting) event.preventDefault();
  else saving = true;
});
form?.addEventListener("w-autosave:success", answered);
form?.addEventListener("w-autosave:error", answered);

window.addEventListener("submit", (event) => {
  if (event.target !== form || !saving) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  waiting = { button: event.submitter, disabled: event.submitter?.disabled };
}, true);

window.addEventListener("submit", (event) => {
  if (event.target === form) sent = !event.defaultPrevented;
});
window.addEventListener("pageshow", () => { sent = false; });
