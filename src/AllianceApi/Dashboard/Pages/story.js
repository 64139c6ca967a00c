// What happened around a possible strain, step by step.
import { h } from './dom.js';
import { count, number, scale as nameOf } from './words.js';

const ends = {
  open: 'Scores are not back in the earlier range yet.',
  unrepaired: 'Scores have not returned to the earlier range since.',
  repaired: 'One form is back in the earlier range; the next one will tell whether it stays.',
  confirmed: 'The next form was not low again either.',
};

const story = (rupture, range) => {
  const seen = rupture.lowestScore !== null;
  const on = `on ${number(range.min, 0)} to ${number(range.max, 0)}`;
  return h('ol', { class: 'story' },
    h('li', null, h('strong', null, 'Before'), rupture.reference !== null ? ` about ${number(rupture.reference)} ${on}` : ' the earlier range'),
    h('li', { class: 'down' }, h('strong', null, `Session ${rupture.onsetSession}`), rupture.depth !== null && seen ? ` ${number(rupture.depth)} lower than expected` : ' lower than expected'),
    seen && rupture.lowestSession !== rupture.onsetSession && h('li', { class: 'down' }, h('strong', null, `Session ${rupture.lowestSession}`), ` lowest score, ${number(rupture.lowestScore)}`),
    rupture.repairSession && h('li', { class: 'up' }, h('strong', null, `Session ${rupture.repairSession}`), ` back in the earlier range, after ${count(rupture.sessionsToRepair, 'session', 'sessions')} (${count(rupture.daysToRepair, 'day', 'days')})`),
    h('li', { class: 'end' }, ends[rupture.state] ?? rupture.state));
};

export const storySection = (trend) => {
  const told = trend.scales.filter((s) => s.ruptures.length > 0).sort((a, b) => (b.scale === 'total') - (a.scale === 'total'));
  const main = told.filter((s) => s.scale === 'total');
  const others = told.filter((s) => s.scale !== 'total');
  const of = (s) => s.ruptures.map((r) => [h('h3', null, `${nameOf(s.scale)}, from session ${r.onsetSession}`), story(r, s)]);
  return told.length > 0 && h('section', { class: 'card stories' },
    h('h2', null, 'Possible strains'),
    h('p', { class: 'lead' }, 'A drop is a reason to ask, not a finding. That none is marked does not mean that there was none.'),
    main.map(of),
    others.length > 0 && (main.length > 0 ? h('details', null, h('summary', null, `Also on ${others.map((s) => nameOf(s.scale).toLowerCase()).join(', ')}`), others.map(of)) : others.map(of)));
};
