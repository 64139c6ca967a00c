// Comfort for the client's form, which works without it: a draft on this device, the time it took, a line to mark, and a lost connection survived.
const form = document.getElementById('form');
const keep = 24 * 60 * 60 * 1000;
const nameOf = (id) => `alliance.draft.${id}`;

const store = {
  read: (id) => {
    try {
      const draft = JSON.parse(localStorage.getItem(nameOf(id)));
      return draft && Date.now() - draft.at < keep ? draft.fields : null;
    } catch {
      return null;
    }
  },
  write: (id, fields) => {
    try {
      localStorage.setItem(nameOf(id), JSON.stringify({ at: Date.now(), fields }));
      return true;
    } catch {
      return false;
    }
  },
  // What others left on a shared device goes, too, once it is old.
  clear: (id) => {
    try {
      for (const name of Object.keys(localStorage).filter((n) => n.startsWith(nameOf('')))) {
        if (name === nameOf(id) || !store.read(name.slice(nameOf('').length))) {
          localStorage.removeItem(name);
        }
      }
    } catch {
      // A browser without storage has no draft either.
    }
  },
};

const done = document.querySelector('script[data-done]')?.dataset.done;
store.clear(done ?? '');

const answersOf = () => [...new FormData(form)].filter(([name, value]) => /^a\d+$/.test(name) && value !== '');

const restore = (id) => {
  for (const [name, value] of Object.entries(store.read(id) ?? {})) {
    const field = form.elements[name];
    if (field && !answersOf().some(([known]) => known === name)) {
      field.value = value;
    }
  }
};

// A line to mark beside the number; it counts only once it was touched.
const line = (number) => {
  const range = document.createElement('input');
  const legend = number.closest('fieldset').querySelector('legend');
  legend.id ||= `legend-${number.name}`;
  Object.assign(range, { type: 'range', min: number.min, max: number.max, step: number.step, title: form.dataset.slide });
  range.setAttribute('aria-labelledby', legend.id);
  const follow = () => {
    const isEmpty = number.value === '';
    range.classList.toggle('untouched', isEmpty);
    range.value = isEmpty ? (Number(number.min) + Number(number.max)) / 2 : number.value;
    range.setAttribute('aria-valuetext', isEmpty ? '\u2013' : number.value);
  };
  const take = () => {
    number.value = range.value;
    number.dispatchEvent(new Event('input', { bubbles: true }));
  };
  range.addEventListener('input', take);
  range.addEventListener('click', take);
  number.addEventListener('input', follow);
  number.closest('p').before(range);
  follow();
};

const run = () => {
  const { draft: id, answered, offline, sending } = form.dataset;
  const [state, progress, button] = [document.getElementById('state'), document.getElementById('progress'), form.querySelector('button')];
  const began = performance.now();
  const count = form.querySelectorAll('fieldset').length;
  let isSending = false;
  let isWaiting = false;

  const tell = () => {
    progress.textContent = answered.replace('{0}', answersOf().length).replace('{1}', count);
  };
  const hold = (words, waits = false) => {
    isWaiting = waits;
    state.hidden = words === null;
    state.textContent = words ?? '';
    isSending = false;
    button.removeAttribute('aria-disabled');
  };

  // The answer is a whole page, from this service and with no script running in it.
  const showAnswer = (html) => {
    const page = new DOMParser().parseFromString(html, 'text/html');
    document.title = page.title;
    document.documentElement.lang = page.documentElement.lang;
    document.documentElement.dir = page.documentElement.dir;
    const again = page.getElementById('form');
    if (again) {
      hold(page.querySelector('.notice')?.textContent ?? null);
      const [shown, fresh] = [document.querySelector('.promise'), page.querySelector('.promise')];
      shown.replaceWith(document.adoptNode(fresh));
      form.elements.promise.value = again.elements.promise.value;
      state.scrollIntoView({ block: 'center' });
      return;
    }
    isWaiting = false;
    store.clear(id);
    document.querySelector('.skip')?.remove();
    document.querySelector('main').replaceWith(document.adoptNode(page.querySelector('main')));
    const heading = document.querySelector('h1');
    heading.tabIndex = -1;
    heading.focus();
    scrollTo(0, 0);
  };

  const send = async () => {
    if (isSending) {
      return;
    }
    isSending = true;
    button.setAttribute('aria-disabled', 'true');
    document.getElementById('duration').value = ((performance.now() - began) / 1000).toFixed(1);
    progress.textContent = sending;
    try {
      const response = await fetch(location.pathname, { method: 'POST', body: new URLSearchParams(new FormData(form)), credentials: 'omit', referrerPolicy: 'no-referrer' });
      if (response.status >= 500) {
        throw new TypeError();
      }
      showAnswer(await response.text());
    } catch {
      hold(offline, true);
      tell();
      setTimeout(() => isWaiting && send(), 15_000);
    }
  };

  restore(id);
  form.querySelectorAll('input[type="number"]').forEach(line);
  document.getElementById('draft').hidden = !store.write(id, Object.fromEntries(answersOf()));
  form.addEventListener('input', () => {
    store.write(id, Object.fromEntries(answersOf()));
    tell();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    send();
  });
  addEventListener('online', () => isWaiting && send());
  tell();
};

if (form?.querySelector('button')) {
  run();
}
