// Client and therapist side by side, for the sessions that both have rated.
import { h, newId, s } from './dom.js';
import { count, number, scale as nameOf, span, within } from './words.js';

const shape = { width: 320, height: 170, left: 26, right: 8, top: 12, bottom: 22 };

const picture = (pairs, range) => {
  const last = Math.max(...pairs.points.map((p) => p.session), 6);
  const x = (n) => shape.left + 8 + ((n - 1) / (last - 1)) * (shape.width - shape.left - shape.right - 16);
  const y = (v) => shape.height - shape.bottom - ((within(v, range) - range.min) / (range.max - range.min)) * (shape.height - shape.top - shape.bottom);
  const both = pairs.points.filter((p) => p.client !== null && p.therapist !== null);
  const [title, text] = [newId('title'), newId('about')];
  return s('svg', { class: 'chart small pair', viewBox: `0 0 ${shape.width} ${shape.height}`, role: 'img', 'aria-labelledby': `${title} ${text}` },
    s('title', { id: title }, `${nameOf(pairs.scale)}: client and therapist, on ${number(range.min, 0)} to ${number(range.max, 0)}`),
    s('desc', { id: text }, both.map((p) => `session ${p.session}: client ${number(p.client)}, therapist ${number(p.therapist)}`).join('; ')),
    [range.min, (range.min + range.max) / 2, range.max].map((tick) => [
      s('line', { class: 'grid', x1: shape.left, x2: shape.width - shape.right, y1: y(tick), y2: y(tick) }),
      s('text', { class: 'tick', x: shape.left - 7, y: y(tick) + 4, 'text-anchor': 'end' }, number(tick, Number.isInteger(tick) ? 0 : 1))]),
    [1, last].map((n) => s('text', { class: 'tick', x: x(n), y: shape.height - 5, 'text-anchor': 'middle' }, n)),
    both.map((p) => [
      s('line', { class: 'between', x1: x(p.session), x2: x(p.session), y1: y(p.client), y2: y(p.therapist) }),
      s('circle', { class: 'client', cx: x(p.session), cy: y(p.client), r: 3.6 }),
      s('rect', { class: 'therapist', x: x(p.session) - 3.2, y: y(p.therapist) - 3.2, width: 6.4, height: 6.4 })]));
};

const directions = {
  clientHigher: (d) => `The client rates ${d} higher on average.`,
  therapistHigher: (d) => `The therapist rates ${d} higher on average.`,
  none: () => 'On average the two rate alike.',
};

const words = (pairs) => [
  h('p', null, directions[pairs.direction]?.(number(Math.abs(pairs.meanDiscrepancy))) ?? ''),
  h('p', { class: 'small' }, pairs.temporalCorrelation
    ? `How far the two move together over time: ${number(pairs.temporalCorrelation.value, 2)} (95% interval ${span(number(pairs.temporalCorrelation.low, 2), number(pairs.temporalCorrelation.high, 2))}) on ${number(-1, 0)} to 1.`
    : 'Whether the two move together can be told from six sessions on.')];

export const pairSection = (congruence, ranges) => {
  const shown = congruence?.scales.filter((p) => p.points.some((q) => q.client !== null && q.therapist !== null) && ranges[p.scale]) ?? [];
  const sessions = shown.length === 0 ? 0 : Math.max(...shown.map((p) => p.pairs));
  shown.sort((a, b) => (b.scale === 'total') - (a.scale === 'total'));
  return shown.length > 0 && h('section', { class: 'card pairs' },
    h('h2', null, 'Client and therapist'),
    h('p', { class: 'lead' }, `From ${count(sessions, 'session', 'sessions')} that both have rated. A session's other rating is shown only when both are in, so that neither is swayed by it.`),
    h('p', { class: 'legend small', 'aria-hidden': 'true' }, h('span', { class: 'key client' }, 'client'), h('span', { class: 'key therapist' }, 'therapist')),
    h('div', { class: 'grid-of-charts' }, shown.map((p) => h('figure', null, h('figcaption', null, nameOf(p.scale)), picture(p, ranges[p.scale]), words(p)))));
};
