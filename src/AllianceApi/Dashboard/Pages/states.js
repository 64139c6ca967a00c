// What stands on the screen while there is nothing to show, or when something went wrong.
import { h } from './dom.js';
import { Refused, Unreachable } from './api.js';

export const loading = (rows = 5) => h('div', { class: 'loading', 'aria-busy': 'true' },
  h('p', { class: 'hidden', role: 'status' }, 'Loading'),
  Array.from({ length: rows }, () => h('div', { class: 'bone' })));

export const empty = (title, ...more) => h('section', { class: 'note' }, h('h1', null, title), more);

const wordsFor = (fault) => {
  if (fault instanceof Refused) {
    return [fault.problem?.title ?? 'The service refused this', fault.message];
  }
  return fault instanceof Unreachable
    ? ['The service can not be reached', 'Check the connection. Nothing was lost.']
    : ['This page has a fault', 'What was read could not be shown. Nothing was lost; the same data can be read by the API.'];
};

export const failed = (fault, again) => {
  const [title, text] = wordsFor(fault);
  if (!(fault instanceof Refused || fault instanceof Unreachable)) {
    console.error(fault);
  }
  return h('section', { class: 'note fault', role: 'alert' },
    h('h1', null, title),
    h('p', null, text),
    fault.problem?.traceId && h('p', { class: 'small' }, 'For support: ', h('code', null, fault.problem.traceId)),
    again && h('p', null, h('button', { type: 'button', onclick: again }, 'Try again')));
};
