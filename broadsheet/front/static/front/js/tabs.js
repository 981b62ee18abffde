// Makes tabs of a list of sections: <… data-tabs> holding <… data-tab id> elements, each opening with a heading.
// Pattern: https://www.w3.org/WAI/ARIA/apg/patterns/tabs/ with automatic activation. Without this the list just stands.

const STEPS = {
  ArrowRight: (now, count) => (now + 1) % count,
  ArrowLeft: (now, count) => (now + count - 1) % count,
  Home: () => 0,
  End: (now, count) => count - 1,
};

function makeTab(panel) {
  const tab = document.createElement('button');
  tab.type = 'button';
  tab.id = `${panel.id}-tab`;
  tab.textContent = panel.querySelector('h2, h3').textContent;
  tab.setAttribute('role', 'tab');
  tab.setAttribute('aria-controls', panel.id);
  panel.setAttribute('role', 'tabpanel');
  panel.setAttribute('aria-labelledby', tab.id);
  return tab;
}

function makeTabs(root) {
  const panels = [...root.querySelectorAll('[data-tab]')];
  if (panels.length < 2) return;
  const tabs = panels.map(makeTab);
  const list = document.createElement('div');
  list.setAttribute('role', 'tablist');
  list.setAttribute('aria-labelledby', root.getAttribute('aria-labelledby'));
  list.append(...tabs);

  const select = (chosen) => tabs.forEach((tab, number) => {
    tab.setAttribute('aria-selected', number === chosen);
    tab.tabIndex = number === chosen ? 0 : -1;
    panels[number].hidden = number !== chosen;
  });

  list.addEventListener('click', (event) => {
    const number = tabs.indexOf(event.target.closest('[role=tab]'));
    if (number >= 0) select(number);
  });
  list.addEventListener('keydown', (event) => {
    if (!(event.key in STEPS) || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const backwards = getComputedStyle(list).direction === 'rtl' && event.key.startsWith('Arrow');
    const key = backwards ? { ArrowLeft: 'ArrowRight', ArrowRight: 'ArrowLeft' }[event.key] : event.key;
    const number = STEPS[key](tabs.indexOf(document.activeElement), tabs.length);
    select(number);
    tabs[number].focus();
  });

  select(0);
  panels[0].before(list);
  root.classList.add('tabbed');
}

document.querySelectorAll('[data-tabs]').forEach(makeTabs);
