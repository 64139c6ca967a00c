// What a key is for that shows no client's course: the administrator's and the auditor's.
import { all, get } from './api.js';
import { h } from './dom.js';
import { moment } from './words.js';

const table = (label, names, rows) => h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': label }, h('table', null,
  h('thead', null, h('tr', null, names.map((name) => h('th', { scope: 'col' }, name)))),
  h('tbody', null, rows.map((cells) => h('tr', null, cells.map((cell, i) => h(i === 0 ? 'th' : 'td', i === 0 ? { scope: 'row' } : null, cell)))))));

const bound = (key) => key.clinicianId ?? key.supervises?.join(', ') ?? '';

export const administrator = (me) => ({
  load: async () => {
    const [keys, people, instruments] = await Promise.all([all('/v1/keys?limit=500'), all('/v1/clinicians?limit=500'), get('/v1/instruments')]);
    document.title = 'Administration - Alliance';
    return h('section', { class: 'role' },
      h('h1', null, 'Administration'),
      h('p', { class: 'lead' }, 'This key is for setting up: it makes and revokes keys, attaches licensed wordings, enters forms of your own and sets who sees what. It shows no client, no answer and no score; for those, sign in with a clinician\u2019s or supervisor\u2019s key.'),
      h('p', null, 'Everything here is done through the API, described at ', h('a', { href: '/swagger' }, 'the list of operations'), '.'),
      h('section', { class: 'card' }, h('h2', null, `Keys of the organization ${me.organization}`),
        table('Keys', ['Name', 'Role', 'Bound to', 'Last used', 'Expires'], keys.map((k) => [k.name, k.role, bound(k), k.lastUsedOn ?? 'never', k.expiresAt ? moment(k.expiresAt) : 'never']))),
      h('section', { class: 'card' }, h('h2', null, 'Clinicians'), table('Clinicians', ['Id', 'Label'], people.map((c) => [c.clinicianId, c.label ?? '']))),
      h('section', { class: 'card' }, h('h2', null, 'Forms'), table('Forms', ['Form', 'Name', 'Answered by', 'Items'], instruments.items.map((i) => [`${i.id}@${i.version}`, i.name, i.raters.join(', '), i.items.length]))));
  },
});

const verdict = (found) => (found.valid
  ? h('p', { class: 'good' }, `The log is whole: ${found.rows} rows, each holding the seal of the one before.`)
  : h('p', { class: 'fault', role: 'alert' }, `The log was changed. The first row that does not fit is ${found.firstBad}.`));

export const auditor = () => ({
  load: async () => {
    const [found, page] = await Promise.all([get('/v1/audit/verify'), get('/v1/audit?limit=100')]);
    document.title = 'Audit - Alliance';
    return h('section', { class: 'role' },
      h('h1', null, 'Audit'),
      h('p', { class: 'lead' }, 'This key reads the log of who saw and did what. It shows no answer and no score. Reading the log is written down as well.'),
      h('section', { class: 'card' }, h('h2', null, 'Is the log whole?'), verdict(found), h('p', { class: 'small' }, 'Head: ', h('code', { class: 'long' }, found.head))),
      h('section', { class: 'card' }, h('h2', null, 'The last hundred rows'),
        table('Audit rows', ['Row', 'When', 'Who', 'Role', 'What', 'Client', 'Outcome', 'Reason'], page.items.map((r) => [
          r.sequence, moment(r.at), r.actor.name, r.actor.role, r.action, r.clientId ?? '', r.outcome, [r.reason, r.breakGlass && `glass broken: ${r.breakGlass}`].filter(Boolean).join('; ')]))));
  },
});
