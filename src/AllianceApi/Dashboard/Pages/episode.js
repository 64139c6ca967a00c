// One course of therapy: the trend of every scale, what it says in words, the alerts, both raters, the possible strains.
import { all, get, getIfAllowed, send } from './api.js';
import { alertSection, isBusy, keepOpen } from './alerts.js';
import { readableChart, trendChart } from './chart.js';
import { h } from './dom.js';
import { instrument } from './instruments.js';
import { invite } from './invite.js';
import { pairSection } from './pair.js';
import { empty } from './states.js';
import { storySection } from './story.js';
import { change, count, day, interval, moment, number, rater as raterName, scale as nameOf, signed, span, within } from './words.js';

const firstTotal = (a, b) => (b.scale === 'total') - (a.scale === 'total');

// An entry for what is drawn, and for nothing else.
const legend = (scale, trend) => {
  const has = (...markers) => trend.scales.some((one) => one.points.some((p) => markers.includes(p.marker)));
  const entries = [
    ['score', 'score with its error', scale.points.some((p) => p.score !== null)], ['level', 'level with 95% band', scale.forms >= 3],
    ['baseline', `mean of sessions ${scale.baseline.sessions.join(', ')}`, scale.forms >= 3 && scale.baseline.status === 'ok'],
    ['strain', 'possible strain', has('onset', 'relapse')], ['return', 'back in range', has('repair')], ['missing', 'no form', trend.missingSessions.length > 0]];
  return h('p', { class: 'legend small', 'aria-hidden': 'true' }, entries.filter(([, , isDrawn]) => isDrawn).map(([kind, words]) => h('span', { class: `key ${kind}` }, words)));
};

const statements = (trend) => h('section', { class: 'card statements' },
  h('h2', null, 'In words'),
  h('ul', null, trend.statements.map((words) => h('li', null, words))),
  trend.quality.notes.length > 0 && h('div', { class: 'quality' }, h('h3', null, 'How much the forms tell'), h('ul', null, trend.quality.notes.map((note) => h('li', null, note)))));

const charts = (trend, title) => {
  const [main, ...others] = [...trend.scales].sort(firstTotal);
  const isHidden = main.points.every((p) => p.score === null);
  return h('section', { class: 'card charts' },
    h('h2', null, title),
    h('p', { class: 'caption' }, `${nameOf(main.scale)}, on ${number(main.min, 0)} to ${number(main.max, 0)}`, isHidden && '. Single scores are not shown to you, only the level.'),
    readableChart(main, trend, trend.statements.join(' ')),
    legend(main, trend),
    others.length > 0 && h('div', { class: 'grid-of-charts' }, others.map((s) => h('figure', null, h('figcaption', null, nameOf(s.scale), s.level && s.forms >= 3 && h('span', { class: 'small' }, ` ${number(within(s.level.value, s))} (${interval(s.level, s)})`)), trendChart(s, trend, { small: true }).chart))));
};

const cell = (value) => (value === null || value === undefined ? '\u2013' : value);

const table = (trend) => h('details', { class: 'card table' },
  h('summary', null, 'The numbers as a table'),
  h('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'The numbers as a table' }, h('table', null,
    h('thead', null, h('tr', null, ['Session', 'Date', ...trend.scales.map((s) => nameOf(s.scale)), 'Level, overall', '95% interval'].map((name) => h('th', { scope: 'col' }, name)))),
    h('tbody', null, [...trend.scales].sort(firstTotal)[0].points.map((p) => h('tr', null,
      h('th', { scope: 'row' }, p.session), h('td', null, day(p.heldAt)),
      trend.scales.map((s) => { const q = s.points.find((o) => o.session === p.session); return h('td', null, q?.score === null || q === undefined ? cell(null) : `${number(q.score)}${q.prorated ? '*' : ''}`); }),
      h('td', null, p.smoothed === null ? cell(null) : number(p.smoothed)), h('td', null, p.smoothed === null ? cell(null) : span(number(p.smoothedLow), number(p.smoothedHigh)))))))),
  h('p', { class: 'small' }, '* some answers of the form are missing.'));

const fact = (name, value, note) => h('div', null, h('dt', null, name), h('dd', null, value, note && h('span', { class: 'small' }, ` ${note}`)));

const figures = (trend) => {
  const total = [...trend.scales].sort(firstTotal)[0];
  if (trend.forms < 3 || !total.level) {
    return null;
  }
  const { baseline, reliableChange: reliable, recentChange: recent, nextSession: next } = total;
  return h('section', { class: 'card figures' }, h('h2', null, 'Figures, overall'), h('dl', { class: 'facts' },
    fact('Level now', number(within(total.level.value, total)), `95% interval ${interval(total.level, total)}, on ${number(total.min, 0)} to ${number(total.max, 0)}`),
    recent?.value !== null && recent && fact(`Last ${count(recent.sessions, 'session', 'sessions')}`, signed(recent.value), `${change(recent.label).toLowerCase()}; 95% interval ${signed(recent.low)} to ${signed(recent.high)}`),
    baseline?.status === 'ok' && fact('Early mean', number(baseline.value), `sessions ${baseline.sessions.join(', ')}`),
    reliable?.sinceBaseline && reliable.sinceBaseline.difference !== null && fact('Since then', signed(reliable.sinceBaseline.difference), reliable.sinceBaseline.reliable ? 'more than the error of the form' : 'within the error of the form'),
    next && fact('Next form expected', number(within(next.value, total)), `usual range ${interval(next, total)}; no forecast of the therapy`),
    fact('Forms', String(trend.forms), trend.quality.lastHeldAt && `last ${day(trend.quality.lastHeldAt)}`)));
};

const promise = (visibility) => visibility && h('details', { class: 'card promise' }, h('summary', null, 'Who sees what of this client\u2019s answers'), h('ul', null, visibility.inWords.map((words) => h('li', null, words))));

const method = (trend, form) => h('p', { class: 'small foot' },
  `${form.name}, version ${trend.version}. Method ${trend.method.id}, parameters ${trend.method.parameters}${trend.method.source === 'fallback' ? ' (general values, not estimated for this clinic)' : ''}. `,
  form.notValidated && 'This form is not validated. ', 'Levels carry a 95% interval. The numbers describe forms; they are no diagnosis and no forecast.');

export const episode = (me, id) => {
  const path = `/v1/episodes/${encodeURIComponent(id)}`;
  let rater = 'client';
  let shell = null;
  let isWanted = false;

  const heading = (course, client, clinician, trend) => h('header', { class: 'head' },
    h('p', { class: 'back' }, h('a', { href: '#/' }, '\u2190 Caseload')),
    h('h1', null, client?.label ?? course.clientId),
    h('p', { class: 'small' }, `${clinician?.label ?? course.clinicianId} \u00b7 since ${day(course.startedOn)}${course.endedOn ? `, ended ${day(course.endedOn)}` : ''} \u00b7 ${count(trend.forms, 'form', 'forms')} \u00b7 ${course.episodeId}`),
    h('p', { class: 'printed small' }, `Printed ${moment(new Date())} by ${me.name} (${me.role})`));

  const wanted = () => {
    isWanted = true;
    page.redraw();
  };

  // By script, because a plain link could not send the credential.
  const report = async (button) => {
    const words = button.textContent;
    try {
      const file = URL.createObjectURL(await (await send(`${path}/report.pdf?rater=${rater}`)).blob());
      h('a', { href: file, download: `report-${id}.pdf` }).click();
      setTimeout(() => URL.revokeObjectURL(file), 60_000);
    } catch (fault) {
      button.textContent = fault.message;
      setTimeout(() => { button.textContent = words; }, 5000);
    }
  };

  const tools = (hasTherapist, inviting, isClosed) => h('div', { class: 'tools' },
    hasTherapist && h('div', { class: 'filters', role: 'group', 'aria-label': 'Whose forms' }, ['client', 'therapist'].map((name) => h('button', { type: 'button', class: 'filter', 'aria-pressed': String(rater === name), onclick: () => { rater = name; wanted(); } }, raterName(name)))),
    ['clinician', 'integration'].includes(me.role) && !isClosed && h('button', { type: 'button', 'aria-expanded': 'false', 'aria-controls': 'invite', onclick: (event) => { inviting.hidden = !inviting.hidden; event.currentTarget.setAttribute('aria-expanded', String(!inviting.hidden)); } }, 'Invite to a form'),
    h('button', { type: 'button', onclick: () => print() }, 'Print one page'),
    h('button', { type: 'button', onclick: (event) => report(event.currentTarget) }, 'Report as PDF'));

  const page = {
    isShown: () => Boolean(shell?.isConnected),
    load: async () => {
      if (isBusy(shell) && !isWanted) {
        return null;
      }
      isWanted = false;
      const course = await get(path);
      const [trend, alerts, congruence, visibility, client, clinician, therapist] = await Promise.all([
        get(`${path}/trend?rater=${rater}`), all(`/v1/alerts?clinicianId=${encodeURIComponent(course.clinicianId)}&limit=500`),
        getIfAllowed(`${path}/congruence`), me.role === 'supervisor' ? null : getIfAllowed(`${path}/visibility`), getIfAllowed(`/v1/clients/${encodeURIComponent(course.clientId)}`),
        getIfAllowed(`/v1/clinicians/${encodeURIComponent(course.clinicianId)}`), getIfAllowed(`${path}/trend?rater=therapist`)]);
      const form = await instrument(trend.instrument, trend.version);
      const own = alerts.filter((a) => a.episodeId === id);
      const title = client?.label ?? course.clientId;
      document.title = `${title} - Alliance`;
      const body = trend.forms === 0
        ? empty('No form yet', h('p', null, 'The trend begins with the first form, and says something from the third on.'))
        : [h('div', { class: 'columns' },
          h('div', { class: 'wide' }, charts(trend, rater === 'client' ? 'How the client rated' : 'How the therapist rated'), pairSection(congruence, form.ranges), storySection(trend)),
          h('div', { class: 'narrow' }, alertSection(own, me, wanted), statements(trend), figures(trend))),
        table(trend), promise(visibility), method(trend, form)];
      const inviting = invite(path, course, Math.max(trend.lastSession ?? 0, therapist?.lastSession ?? 0), form);
      const made = h('article', { class: 'episode' }, heading(course, client, clinician, trend), tools((therapist?.forms ?? 0) > 0, inviting, course.status === 'closed'), inviting, body);
      keepOpen(shell, made);
      shell = made;
      return made;
    },
  };
  return page;
};
