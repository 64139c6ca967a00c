// Asks who it is: at the provider of the clinic where there is one, else by a key. Either is kept for this tab alone.
import { key } from './api.js';
import { h } from './dom.js';

const byKey = (done, isOpen) => {
  const field = h('input', { id: 'key', name: 'key', type: 'password', autocomplete: 'off', spellcheck: 'false', required: true, 'aria-describedby': 'key-help' });
  const submit = (event) => {
    event.preventDefault();
    const typed = field.value.trim();
    if (typed) {
      key.set(typed);
      done();
    }
  };
  const form = h('form', { class: 'by-key', onsubmit: submit },
    h('label', { for: 'key' }, 'Your key'),
    field,
    h('p', { id: 'key-help', class: 'small' }, 'It begins with aak_ and was given to you by whoever runs this service. It is kept in this browser tab only and forgotten when you close it.'),
    h('button', { type: 'submit', class: isOpen ? 'main' : null }, 'Sign in with the key'));
  if (isOpen) {
    queueMicrotask(() => field.focus());
  }
  return isOpen ? form : h('details', null, h('summary', null, 'Sign in with a key'), form);
};

const byProvider = (provider, begin) => {
  const problem = h('p', { class: 'fault', role: 'alert', hidden: true });
  const button = h('button', { type: 'button', class: 'main', onclick: async () => {
    button.disabled = true;
    try {
      await begin(provider);
    } catch (fault) {
      [problem.hidden, problem.textContent, button.disabled] = [false, fault.message, false];
    }
  } }, `Sign in with ${provider.name}`);
  queueMicrotask(() => button.focus());
  return [button, problem];
};

export const signIn = (why, done, provider, begin) => h('section', { class: 'sign-in card' },
  h('h1', null, 'Sign in'),
  why && h('p', { class: 'fault', role: 'alert' }, why),
  provider && byProvider(provider, begin),
  byKey(done, !provider));
