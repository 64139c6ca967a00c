// The first screen: who needs a look, why, and how sure that is.
import { all, get } from './api.js';
import { h, show } from './dom.js';
import { instrument } from './instruments.js';
import { levelBar, sparkline } from './sparkline.js';
import { empty } from './states.js';
import { ago, change, count, kind, scale, state } from './words.js';

const leastForms = 3;
const staleDays = 21;
const isStale = (item) => item.daysSinceLast === null || item.daysSinceLast >= staleDays;
const total = (item) => item.scales.find((s) => s.scale === 'total') ?? item.scales[0];

const filters = [
  ['all', 'All', () => true],
  ['alerts', 'Open alerts', (i) => i.openAlerts.length > 0],
  ['falling', 'Falling', (i) => i.forms >= leastForms && i.scales.some((s) => s.recentLabel === 'falling')],
  ['stale', 'No recent form', isStale],
  ['unclear', 'Tells little', (i) => !i.quality.informative],
];

const orders = {
  attention: (a, b) => a.attention.rank - b.attention.rank,
  name: (a, b) => (a.clientLabel ?? a.clientId).localeCompare(b.clientLabel ?? b.clientId),
  oldest: (a, b) => (b.daysSinceLast ?? Infinity) - (a.daysSinceLast ?? Infinity),
};

const changeOf = (item) => {
  if (item.forms < leastForms) {
    return h('p', { class: 'change' }, `Too few forms for a trend (${item.forms} of at least ${leastForms}).`);
  }
  const reasons = item.attention.because;
  const moved = item.scales.filter((s) => s.recentLabel === 'falling' || s.recentLabel === 'rising');
  const parts = moved.filter((s) => s.scale !== 'total').map((s) => `${scale(s.scale)} ${s.recentLabel}`);
  const label = total(item)?.recentLabel ?? 'not-enough-data';
  return [
    h('p', { class: `change ${label}` }, change(label), label === 'no-clear-change' && parts.length > 0 && ` overall; ${parts.join(', ')}`),
    reasons.length > 0 && h('p', { class: 'because' }, reasons.join(' ')),
  ];
};

const chips = (item) => h('p', { class: 'chips' },
  item.openAlerts.map((a) => h('span', { class: `chip alert ${a.state}` }, `${kind(a.kind)}, ${state(a.state)}`)),
  !item.quality.informative && h('span', { class: 'chip' }, 'Tells little'),
  isStale(item) && h('span', { class: 'chip stale' }, item.daysSinceLast === null ? 'No form yet' : `Last form ${ago(item.daysSinceLast)}`));

const rowOf = (item, forms, showsClinician, clinicians, heading, showsScores) => {
  const form = forms.get(`${item.instrument}@${item.version}`);
  const range = form.ranges[total(item)?.scale ?? 'total'];
  return h('li', { class: item.unseenAlerts > 0 ? 'row unseen' : 'row' },
    h('div', { class: 'person' },
      h(heading, { class: 'name' }, h('a', { href: `#/episodes/${encodeURIComponent(item.episodeId)}` }, item.clientLabel ?? item.clientId)),
      h('p', { class: 'small' }, item.forms === 0 ? 'No form yet' : `Session ${item.lastSession}, ${ago(item.daysSinceLast)} \u00b7 ${count(item.forms, 'form', 'forms')}`),
      showsClinician && h('p', { class: 'small' }, clinicians.get(item.clinicianId) ?? item.clinicianId)),
    showsScores && h('div', { class: 'course' }, item.forms > 0 && sparkline(total(item)?.sparkline ?? [], range)),
    h('div', { class: 'stand' }, item.forms >= leastForms && total(item)?.level ? levelBar(total(item).level, range) : h('span', { class: 'none' }, 'No level yet')),
    h('div', { class: 'told' }, changeOf(item), chips(item)));
};

export const caseload = (me) => {
  const choice = { text: '', filter: 'all', order: 'attention' };
  const list = h('div', { id: 'rows' });
  const tally = h('p', { class: 'small tally', role: 'status' });
  let items = [];
  let forms = new Map();
  let clinicians = new Map();
  let shell = null;

  const search = h('input', { type: 'search', id: 'search', placeholder: 'Client or clinician', autocomplete: 'off', oninput: () => { choice.text = search.value.trim().toLowerCase(); fill(); } });
  const buttons = filters.map(([name, words]) => h('button', { type: 'button', class: 'filter', 'data-filter': name, onclick: () => { choice.filter = name; fill(); } }, words, ' ', h('span', { class: 'count' })));
  const order = h('select', { id: 'order', onchange: () => { choice.order = order.value; fill(); } },
    h('option', { value: 'attention' }, 'Who needs a look'), h('option', { value: 'name' }, 'Name'), h('option', { value: 'oldest' }, 'Longest without a form'));

  const matches = (i) => !choice.text || [i.clientLabel, i.clientId, i.episodeId, clinicians.get(i.clinicianId), i.clinicianId].some((t) => t?.toLowerCase().includes(choice.text));
  // Clinicians stand in the order of their names, whatever their clients' numbers are: this is no ranking of people.
  const groupsOf = (shown) => {
    const ids = [...new Set(shown.map((i) => i.clinicianId))].sort((a, b) => (clinicians.get(a) ?? a).localeCompare(clinicians.get(b) ?? b));
    return me.role === 'supervisor' ? ids.map((id) => [id, shown.filter((i) => i.clinicianId === id)]) : [[null, shown]];
  };

  const fill = () => {
    const found = items.filter(matches);
    for (const button of buttons) {
      const [name, , test] = filters.find(([n]) => n === button.dataset.filter);
      button.setAttribute('aria-pressed', String(choice.filter === name));
      button.querySelector('.count').textContent = found.filter(test).length;
    }
    const shown = found.filter(filters.find(([n]) => n === choice.filter)[2]).sort(orders[choice.order]);
    const many = me.role !== 'clinician' && me.role !== 'supervisor' && new Set(items.map((i) => i.clinicianId)).size > 1;
    const focused = document.activeElement?.getAttribute?.('href');
    show(list, groupsOf(shown).map(([id, rows]) => [
      id && h('h2', { class: 'group' }, h('a', { href: `#/clinicians/${encodeURIComponent(id)}` }, clinicians.get(id) ?? id), h('span', { class: 'small' }, ` ${count(rows.length, 'client', 'clients')}`)),
      h('ul', { class: 'rows', role: 'list' }, rows.map((i) => rowOf(i, forms, many, clinicians, id ? 'h3' : 'h2', me.role !== 'supervisor'))),
    ]), shown.length === 0 && items.length > 0 && empty('Nobody matches', h('p', null, h('button', { type: 'button', onclick: reset }, 'Show all'))));
    tally.textContent = shown.length === items.length ? count(items.length, 'open course of therapy', 'open courses of therapy') : `${shown.length} of ${items.length} shown`;
    if (focused?.startsWith('#/episodes/')) {
      list.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
    }
  };

  const reset = () => {
    [choice.text, choice.filter, search.value] = ['', 'all', ''];
    fill();
    search.focus();
  };

  const byKeyboard = (event) => {
    const links = [...list.querySelectorAll('.row .name a')];
    const at = links.indexOf(document.activeElement);
    const typing = document.activeElement === search || document.activeElement === order;
    const step = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1 }[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey || !shell?.isConnected) {
      return;
    }
    if (event.key === '/' && !typing) {
      search.focus();
    } else if (event.key === 'Escape' && document.activeElement === search) {
      reset();
    } else if (step && (at >= 0 || document.activeElement === search || !typing) && !(typing && event.key.length === 1) && document.activeElement !== order && links.length > 0) {
      links[Math.min(links.length - 1, Math.max(0, at + step))].focus();
    } else {
      return;
    }
    event.preventDefault();
  };

  const build = () => h('section', { class: 'caseload' },
    h('div', { class: 'head' }, h('h1', null, me.role === 'supervisor' ? 'Caseloads you supervise' : me.role === 'clinician' ? 'Your caseload' : 'Caseload'), tally),
    me.role === 'supervisor' && h('p', { class: 'lead' }, 'You see how each course develops, not single scores or answers. Clinicians stand in the order of their names; nothing here compares them.'),
    h('div', { class: 'tools' },
      h('div', { class: 'field' }, h('label', { for: 'search' }, 'Search ', h('kbd', { 'aria-hidden': 'true' }, '/')), search),
      h('div', { class: 'filters', role: 'group', 'aria-label': 'Show' }, buttons),
      h('div', { class: 'field' }, h('label', { for: 'order' }, 'Order'), order)),
    list,
    h('p', { class: 'small foot' }, 'Levels with their 95% interval. Numbers describe forms, not people; the absence of a sign does not mean that nothing happened.'));

  return {
    isShown: () => Boolean(shell?.isConnected),
    load: async () => {
      const [read, people] = await Promise.all([all('/v1/caseload?sort=attention&limit=500'), get('/v1/clinicians?limit=500')]);
      const names = [...new Map(read.map((i) => [`${i.instrument}@${i.version}`, i])).values()];
      forms = new Map(await Promise.all(names.map(async (i) => [`${i.instrument}@${i.version}`, await instrument(i.instrument, i.version)])));
      [items, clinicians] = [read, new Map(people.items.map((c) => [c.clinicianId, c.label ?? c.clinicianId]))];
      document.title = 'Caseload - Alliance';
      if (items.length === 0) {
        shell = empty('Nobody here yet', h('p', null, 'As soon as a course of therapy is open, it stands here, whether or not a form has come in.'));
        return shell;
      }
      const isFirst = !list.isConnected;
      shell = isFirst ? build() : shell;
      fill();
      if (isFirst) {
        document.onkeydown = byKeyboard;
      }
      return isFirst ? shell : null;
    },
  };
};
