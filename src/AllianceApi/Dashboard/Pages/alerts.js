// An alert with its reason and what can be done with it.
import { post } from './api.js';
import { h, newId } from './dom.js';
import { count, input, kind, moment, number, scale, state } from './words.js';

const plain = (value) => (typeof value === 'number' ? number(value, Number.isInteger(value) ? 0 : 2) : String(value));

const facts = (title, values) => Object.keys(values ?? {}).length > 0 && [
  h('h4', null, title),
  h('dl', { class: 'facts' }, Object.entries(values).map(([name, value]) => h('div', null, h('dt', null, input(name)), h('dd', null, value === null ? 'not shown to you' : plain(value))))),
];

const steps = (history) => history.filter((step, i) => step.reason || i === 0 || step.state !== history[i - 1].state);

const why = (alert) => h('details', { class: 'why' },
  h('summary', null, 'Why this is here'),
  h('p', null, 'Rule ', h('code', null, alert.because.rule), alert.because.scale && `, on the scale \u201c${scale(alert.because.scale)}\u201d`, alert.because.method && [', method ', h('code', null, alert.because.method)], '.'),
  facts('What it looked at', alert.because.inputs),
  facts('Limits that it uses', alert.because.thresholds),
  h('h4', null, 'What became of it'),
  h('ol', { class: 'history' }, steps(alert.history).map((step) => h('li', null, h('strong', null, state(step.state)), ` ${moment(step.at)}, ${step.by}`, step.reason && `: ${step.reason}`))));

const actions = (alert, changed) => {
  const problem = h('p', { class: 'fault', role: 'alert', hidden: true });
  const set = async (to, reason) => {
    try {
      await post(`/v1/alerts/${alert.id}/state`, reason ? { state: to, reason } : { state: to });
      dismissal.hidden = true;
      changed();
    } catch (fault) {
      problem.hidden = false;
      problem.textContent = fault.message;
    }
  };
  const button = (to, words, main) => h('button', { type: 'button', class: main ? 'main' : null, onclick: () => set(to) }, words);
  const id = newId('reason');
  const reason = h('input', { id, required: true, maxlength: 1000, autocomplete: 'off' });
  const dismissal = h('form', { class: 'dismissal', hidden: true, onsubmit: (e) => { e.preventDefault(); set('dismissed', reason.value.trim()); } },
    h('label', { for: id }, 'Why is this no reason to look?'), reason,
    h('button', { type: 'submit', class: 'main' }, 'Dismiss'), h('button', { type: 'button', onclick: () => { dismissal.hidden = true; opener.focus(); } }, 'Cancel'));
  const opener = h('button', { type: 'button', class: 'quiet', onclick: () => { dismissal.hidden = false; reason.focus(); } }, 'Dismiss\u2026');
  return [
    h('p', { class: 'actions' },
      alert.state === 'open' && button('seen', 'I have seen it'),
      ['open', 'seen'].includes(alert.state) && button('discussed', 'Discussed with the client', true),
      alert.state === 'discussed' && button('resolved', 'Settled', true),
      opener),
    dismissal, problem];
};

const isOver = (alert) => ['resolved', 'dismissed'].includes(alert.state);

const card = (alert, me, changed) => h('article', { class: `alert-card ${alert.state}`, id: `alert-${alert.id}` },
  h('h3', null, kind(alert.kind), alert.session && ` at session ${alert.session}`, h('span', { class: `chip alert ${alert.state}` }, state(alert.state))),
  h('p', null, alert.statement),
  me.role === 'clinician' && !isOver(alert) && actions(alert, changed),
  why(alert));

export const alertSection = (alerts, me, changed) => {
  const [open, over] = [alerts.filter((a) => !isOver(a)), alerts.filter(isOver)];
  return alerts.length > 0 && h('section', { class: open.length > 0 ? 'card alerts open' : 'card alerts', id: 'alerts' },
    h('h2', null, open.length > 0 ? count(open.length, 'open alert', 'open alerts') : 'Alerts'),
    open.map((a) => card(a, me, changed)),
    over.length > 0 && (open.length > 0 ? h('details', { class: 'earlier' }, h('summary', null, count(over.length, 'earlier alert', 'earlier alerts')), over.map((a) => card(a, me, changed))) : over.map((a) => card(a, me, changed))));
};

// What somebody is typing or reading is not taken away by what comes in meanwhile.
export const isBusy = (section) => Boolean(section?.querySelector('form:not([hidden])'));

export const keepOpen = (before, after) => {
  for (const details of before?.querySelectorAll('.alert-card details[open]') ?? []) {
    after?.querySelector(`#${CSS.escape(details.closest('.alert-card').id)} details`)?.setAttribute('open', '');
  }
};

