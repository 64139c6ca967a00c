// The course of one client on a line, and where the level stands in the range of the form.
import { h, s } from './dom.js';
import { interval, number, within } from './words.js';

const width = 150;
const height = 40;
const inset = 5;

export const sparkline = (points, range) => {
  if (points.length === 0) {
    return h('span', { class: 'none' }, 'single scores are not shown to you');
  }
  const first = points[0].session;
  const last = Math.max(points.at(-1).session, first + 5);
  const x = (session) => inset + ((session - first) / (last - first)) * (width - 2 * inset);
  const y = (score) => height - inset - ((score - range.min) / (range.max - range.min)) * (height - 2 * inset);
  const end = points.at(-1);
  const line = points.map((p, i) => `${i === 0 || p.session !== points[i - 1].session + 1 ? 'M' : 'L'}${x(p.session).toFixed(1)} ${y(p.score).toFixed(1)}`).join('');
  const gaps = points.slice(1).flatMap((p, i) => (p.session > points[i].session + 1
    ? [s('line', { class: 'gap', x1: x(points[i].session), y1: y(points[i].score), x2: x(p.session), y2: y(p.score) })]
    : []));
  const title = `Scores of sessions ${first} to ${end.session} on ${number(range.min, 0)} to ${number(range.max, 0)}; last ${number(end.score)}`;
  return s('svg', { class: 'spark', viewBox: `0 0 ${width} ${height}`, width, height, role: 'img', 'aria-label': title },
    s('line', { class: 'rail', x1: inset, y1: y(range.max), x2: width - inset, y2: y(range.max) }),
    s('line', { class: 'rail', x1: inset, y1: y(range.min), x2: width - inset, y2: y(range.min) }),
    gaps,
    s('path', { class: 'course', d: line }),
    s('circle', { class: 'end', cx: x(end.session), cy: y(end.score), r: 3.2 }));
};

export const levelBar = (level, range) => {
  const at = (value) => ((within(value, range) - range.min) / (range.max - range.min)) * 100;
  return h('span', { class: 'level' },
    h('strong', null, number(within(level.value, range))),
    h('span', { class: 'interval' }, interval(level, range)),
    s('svg', { class: 'bar-of-level', viewBox: '0 0 100 8', width: 100, height: 8, preserveAspectRatio: 'none', 'aria-hidden': 'true' },
      s('rect', { class: 'rail', x: 0, y: 3, width: 100, height: 2 }),
      s('rect', { class: 'band', x: at(level.low), y: 1, width: Math.max(2, at(level.high) - at(level.low)), height: 6, rx: 1 }),
      s('rect', { class: 'value', x: Math.min(97.5, Math.max(0, at(level.value) - 1.2)), y: 0, width: 2.4, height: 8 })),
    h('span', { class: 'range' }, `on ${number(range.min, 0)} to ${number(range.max, 0)}`));
};
