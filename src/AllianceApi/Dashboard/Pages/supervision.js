// A supervisee's courses: levels and what changed, by the clients' names. Nothing here compares or ranks people.
import { get } from './api.js';
import { trendChart } from './chart.js';
import { h } from './dom.js';
import { empty } from './states.js';
import { ago, change, count, interval, kind, number, scale as nameOf, state, within } from './words.js';

const leastForms = 3;
const percent = (share) => `${Math.round(share * 100)}%`;

// The same drawing as of a course, from levels alone.
const drawn = (scale, course) => trendChart(
  { ...scale, points: scale.points.map((p) => ({ ...p, score: null, smoothed: p.level, smoothedLow: p.low, smoothedHigh: p.high, low: null, high: null })) },
  course, { small: true, about: course.statements.join(' ') }).chart;

// The last sessions may be calm after a long fall or rise.
const sinceEarly = ({ label, fromSession }) => (label === 'falling' || label === 'rising') && h('p', { class: 'small' }, `${label === 'falling' ? 'Falling' : 'Rising'} since session ${fromSession}`);

const whole = (course) => course.scales.find((s) => s.points.length > 0) ?? course.scales.find((s) => s.scale === 'total') ?? course.scales[0];

const card = (course) => {
  const main = whole(course);
  const isTold = course.forms >= leastForms && main?.level;
  return h('li', { class: 'card course-card' },
    h('h2', null, h('a', { href: `#/episodes/${encodeURIComponent(course.episodeId)}` }, course.clientLabel ?? course.clientId)),
    h('p', { class: 'small' }, course.forms === 0 ? 'No form yet' : `Session ${course.lastSession}, ${ago(course.daysSinceLast)} \u00b7 ${count(course.forms, 'form', 'forms')}`),
    isTold && h('p', { class: 'level-line' }, h('strong', null, number(within(main.level.value, main))), h('span', { class: 'small' }, ` ${interval(main.level, main)}, ${nameOf(main.scale).toLowerCase()} on ${number(main.min, 0)} to ${number(main.max, 0)}`)),
    isTold && drawn(main, course),
    h('p', { class: `change ${isTold ? main.recentChange.label : ''}` }, isTold ? change(main.recentChange.label) : `Too few forms for a trend (${course.forms} of at least ${leastForms}).`),
    isTold && sinceEarly(main.overallChange),
    course.openAlerts.length > 0 && h('p', { class: 'chips' }, course.openAlerts.map((a) => h('span', { class: `chip alert ${a.state}` }, `${kind(a.kind)}, ${state(a.state)}`))),
    !course.quality.informative && h('p', { class: 'small' }, course.quality.notes.join(' ')));
};

const tally = ({ clients, alerts }) => h('section', { class: 'card tally-card' },
  h('p', null, `${count(clients, 'client has', 'clients have')} an open course. ${alerts.clients === 0 ? 'None has an open alert.' : `${alerts.clients} of them ${alerts.clients === 1 ? 'has' : 'have'} an open alert${alerts.unseen > 0 ? `, ${alerts.unseen} not seen yet` : ''}.`}`),
  alerts.kinds.length > 0 && h('p', { class: 'chips' }, alerts.kinds.map((k) => h('span', { class: 'chip' }, `${kind(k.kind)}: ${k.clients}${k.share ? ` (${percent(k.share.low)} to ${percent(k.share.high)})` : ''}`))),
  h('p', { class: 'small' }, alerts.share
    ? `As a share of clients: ${percent(alerts.share.low)} to ${percent(alerts.share.high)} (95% interval). Such numbers say much about who comes to a clinician, and little about the clinician.`
    : 'Shares are told from 20 clients on: of fewer they would be chance.'));

export const supervision = (me, id) => {
  let shell = null;
  return {
    isShown: () => Boolean(shell?.isConnected),
    load: async () => {
      const found = await get(`/v1/supervision/clinicians/${encodeURIComponent(id)}`);
      document.title = `${found.label ?? found.clinicianId} - Alliance`;
      shell = h('section', { class: 'supervision' },
        h('header', { class: 'head' },
          h('p', { class: 'back' }, h('a', { href: '#/' }, '\u2190 Caseloads')),
          h('h1', null, found.label ?? found.clinicianId),
          h('p', { class: 'lead' }, 'Levels with their 95% band, without single scores and answers; clients in the order of their names.')),
        found.courses.length > 0 && tally(found),
        found.courses.length === 0
          ? empty('No open course', h('p', null, 'As soon as this clinician has an open course of therapy, it stands here.'))
          : h('ul', { class: 'courses', role: 'list' }, found.courses.map(card)),
        h('p', { class: 'small foot' }, 'Numbers describe forms, not people; the absence of a sign does not mean that nothing happened.'));
      return shell;
    },
  };
};
