// Makes a one-time link to the form of the next session. The link is shown this once.
import { post } from './api.js';
import { h, show } from './dom.js';
import { moment } from './words.js';

const languages = [['en', 'English'], ['de', 'Deutsch'], ['es', 'Espa\u00f1ol'], ['fr', 'Fran\u00e7ais'], ['ar', '\u0627\u0644\u0639\u0631\u0628\u064a\u0629']];

// What a field of the browser says is local time; the API wants to know its offset.
const withOffset = (local) => {
  const minutes = -new Date(local).getTimezoneOffset();
  const two = (n) => String(Math.trunc(Math.abs(n))).padStart(2, '0');
  return `${local.slice(0, 16)}:00${minutes < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
};

const localNow = () => {
  const now = new Date();
  return new Date(now - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
};

const field = (id, label, control) => h('div', { class: 'field' }, h('label', { for: id }, label), control);

export const invite = (path, course, lastSession, form) => {
  const session = h('input', { id: 'invite-session', type: 'number', min: 1, max: 10000, required: true, value: lastSession + 1 });
  const heldAt = h('input', { id: 'invite-held', type: 'datetime-local', required: true, value: localNow() });
  const rater = h('select', { id: 'invite-rater' }, form.raters.map((name) => h('option', { value: name }, name)));
  const language = h('select', { id: 'invite-language' }, languages.map(([code, name]) => h('option', { value: code, lang: code }, name)));
  const answer = h('div', { role: 'status' });
  const made = (invitation) => {
    const link = h('input', { id: 'invite-link', readonly: true, value: invitation.url });
    show(answer, field('invite-link', `Works once, until ${moment(invitation.expiresAt)}. It is shown only now.`, link),
      h('p', { class: 'actions' },
        h('button', { type: 'button', class: 'main', onclick: async (event) => { const button = event.currentTarget; await navigator.clipboard?.writeText(link.value); link.select(); button.textContent = 'Copied'; } }, 'Copy the link'),
        h('a', { class: 'button', href: invitation.url, target: '_blank', rel: 'noreferrer' }, 'Open on this device')));
  };
  const send = async (event) => {
    event.preventDefault();
    try {
      made(await post(`${path}/invitations`, {
        session: { number: session.valueAsNumber, heldAt: withOffset(heldAt.value) }, instrument: course.instrument, rater: rater.value, language: language.value }));
    } catch (fault) {
      show(answer, h('p', { class: 'fault', role: 'alert' }, fault.message));
    }
  };
  return h('form', { class: 'card invite', id: 'invite', hidden: true, onsubmit: send },
    h('h2', null, 'Invite to a form'),
    h('div', { class: 'tools' }, field('invite-session', 'Session', session), field('invite-held', 'Held at', heldAt), field('invite-rater', 'Who answers', rater), field('invite-language', 'Language', language),
      h('button', { type: 'submit', class: 'main' }, 'Make the link')),
    answer);
};
