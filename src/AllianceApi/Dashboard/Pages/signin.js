// Asks for a key. It is kept for this tab alone and sent only to this service.
import { key } from './api.js';
import { h } from './dom.js';

export const signIn = (why, done) => {
  const field = h('input', { id: 'key', name: 'key', type: 'password', autocomplete: 'off', spellcheck: 'false', required: true, 'aria-describedby': 'key-help' });
  const submit = (event) => {
    event.preventDefault();
    const typed = field.value.trim();
    if (typed) {
      key.set(typed);
      done();
    }
  };
  const form = h('form', { class: 'sign-in card', onsubmit: submit },
    h('h1', null, 'Sign in'),
    why && h('p', { class: 'fault', role: 'alert' }, why),
    h('label', { for: 'key' }, 'Your key'),
    field,
    h('p', { id: 'key-help', class: 'small' }, 'It begins with aak_ and was given to you by whoever runs this service. It is kept in this browser tab only and forgotten when you close it.'),
    h('button', { type: 'submit', class: 'main' }, 'Sign in'));
  queueMicrotask(() => field.focus());
  return form;
};
