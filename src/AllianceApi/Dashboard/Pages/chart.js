// A scale's trend: scores with the error of measurement, the level with its band, possible strains, sessions without a form.
import { h, newId, s } from './dom.js';
import { day, number, scale as nameOf, span, within } from './words.js';

// On a narrow screen the drawing is narrower itself: shrunk it could not be read.
const shapeOf = (small) => {
  if (small) {
    return { width: 320, height: 170, left: 26, right: 8, top: 12, bottom: 22, numbers: 6 };
  }
  return matchMedia('(max-width: 34rem)').matches
    ? { width: 380, height: 270, left: 26, right: 76, top: 26, bottom: 30, numbers: 8 }
    : { width: 760, height: 330, left: 34, right: 86, top: 26, bottom: 34, numbers: 16 };
};

const ticksOf = ({ min, max }) => {
  const step = [0.5, 1, 2, 5, 10, 20, 25, 50, 100].find((candidate) => (max - min) / candidate <= 5) ?? (max - min);
  const ticks = [];
  for (let tick = Math.ceil(min / step) * step; tick <= max + 1e-9; tick += step) {
    ticks.push(tick);
  }
  return ticks;
};

const axes = (scale, shape, last) => {
  const span = Math.max(last - 1, 5);
  return {
    x: (session) => shape.left + 8 + ((session - 1) / span) * (shape.width - shape.left - shape.right - 16),
    y: (value) => shape.height - shape.bottom - ((within(value, scale) - scale.min) / (scale.max - scale.min)) * (shape.height - shape.top - shape.bottom),
  };
};

// Runs of neighbouring sessions; where a session has no form, nothing was seen and the line is only hinted at.
const runs = (points) => points.reduce((found, point) => {
  const run = found.at(-1);
  if (run && run.at(-1).session + 1 === point.session) {
    run.push(point);
  } else {
    found.push([point]);
  }
  return found;
}, []);

const path = (points) => points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('');

const bandOf = (run, { x, y }) => `${path([...run.map((p) => [x(p.session), y(p.smoothedHigh)]), ...run.map((p) => [x(p.session), y(p.smoothedLow)]).reverse()])}Z`;

const level = (points, at) => {
  const seen = runs(points);
  const gaps = seen.slice(1).map((run, i) => [seen[i].at(-1), run[0]]);
  return [
    gaps.map((pair) => s('path', { class: 'band gap', d: bandOf(pair, at) })),
    seen.filter((run) => run.length > 1).map((run) => s('path', { class: 'band', d: bandOf(run, at) })),
    gaps.map((pair) => s('path', { class: 'level gap', d: path(pair.map((p) => [at.x(p.session), at.y(p.smoothed)])) })),
    seen.map((run) => s('path', { class: 'level', d: path(run.map((p) => [at.x(p.session), at.y(p.smoothed)])) })),
  ];
};

const scores = (points, { x, y }, small) => points.filter((p) => p.score !== null).map((p) => [
  !small && s('path', { class: 'whisker', d: `M${x(p.session)} ${y(p.low)}V${y(p.high)}M${x(p.session) - 3} ${y(p.low)}h6M${x(p.session) - 3} ${y(p.high)}h6` }),
  s('circle', { class: p.prorated ? 'score prorated' : 'score', cx: x(p.session), cy: y(p.score), r: small ? 2.4 : 4 }),
]);

const marks = (points, { x, y }, shape, small) => points.flatMap((p, i) => {
  const isOnset = ['onset', 'relapse'].includes(p.marker);
  if (!isOnset && p.marker !== 'repair') {
    return [];
  }
  const [cx, top] = [x(p.session), y(p.low ?? p.smoothed)];
  const size = small ? 4 : 7;
  const cy = isOnset ? Math.min(top + (small ? 8 : 14), shape.height - shape.bottom - size) : y(p.high ?? p.smoothed) - (small ? 8 : 14);
  const words = isOnset ? 'possible strain' : 'back in range';
  const near = cx > shape.width - shape.right - 90;
  return [
    isOnset ? s('path', { class: 'strain', d: `M${cx - size} ${cy - size * 0.7}h${2 * size}l${-size} ${size * 1.6}z` }) : s('path', { class: 'return', d: `M${cx} ${cy - size}l${size} ${size}l${-size} ${size}l${-size} ${-size}z` }),
    !small && s('text', { class: 'mark', x: near ? cx - 12 : cx + 12, y: cy + 5, 'text-anchor': near ? 'end' : 'start' }, words),
  ];
});

// Each is marked; the words stand where they do not run into one another.
const missing = (sessions, { x, y }, scale, shape, small) => {
  let written = -Infinity;
  return sessions.map((session) => {
    const isWritten = !small && x(session) - written > 48;
    written = isWritten ? x(session) : written;
    return [
      s('line', { class: 'missing', x1: x(session), x2: x(session), y1: y(scale.max), y2: y(scale.min) }),
      isWritten && s('text', { class: 'missing', x: x(session), y: shape.top - 8, 'text-anchor': 'middle' }, 'no form'),
    ];
  });
};

const frame = (scale, at, shape, last, small) => {
  const every = Math.ceil(last / shape.numbers);
  const numbers = Array.from({ length: last }, (_, i) => i + 1).filter((n) => n === 1 || n === last || (n % every === 0 && last - n >= every * 0.7));
  return [
    ticksOf(scale).map((tick) => [
      s('line', { class: 'grid', x1: shape.left, x2: shape.width - shape.right, y1: at.y(tick), y2: at.y(tick) }),
      s('text', { class: 'tick', x: shape.left - 7, y: at.y(tick) + 4, 'text-anchor': 'end' }, number(tick, Number.isInteger(tick) ? 0 : 1)),
    ]),
    numbers.map((n) => s('text', { class: 'tick', x: at.x(n), y: shape.height - shape.bottom + 17, 'text-anchor': 'middle' }, n)),
    !small && s('text', { class: 'tick', x: shape.width - shape.right + 8, y: shape.height - shape.bottom + 17 }, 'session'),
  ];
};

const baseline = (scale, at, shape, small) => scale.forms >= 3 && scale.baseline?.status === 'ok' && [
  s('line', { class: 'baseline', x1: at.x(1), x2: shape.width - shape.right, y1: at.y(scale.baseline.value), y2: at.y(scale.baseline.value) }),
  !small && s('text', { class: 'tick', x: shape.width - shape.right + 8, y: at.y(scale.baseline.value) + (Math.abs(at.y(scale.baseline.value) - at.y(scale.level.value)) < 26 ? (scale.baseline.value > scale.level.value ? -12 : 22) : 4) }, 'early mean'),
];

const now = (scale, at, shape) => scale.level && [
  s('text', { class: 'now', x: shape.width - shape.right + 8, y: at.y(scale.level.value) + 5 }, number(within(scale.level.value, scale))),
];

export const describe = (point) => [
  `Session ${point.session}, ${day(point.heldAt)}`,
  point.score === null ? `level ${number(point.smoothed)}` : `score ${number(point.score)} (likely ${span(number(point.low), number(point.high))})`,
  point.expected !== null && point.expected !== undefined && point.score !== null && `expected ${number(point.expected)}`,
  point.prorated && 'some answers missing',
].filter(Boolean).join('; ');

export const trendChart = (scale, trend, { small = false, about = '' } = {}) => {
  const shape = shapeOf(small);
  const last = Math.max(trend.lastSession ?? 1, 1);
  const at = axes(scale, shape, last);
  const [title, text] = [newId('title'), newId('about')];
  const readings = small ? [] : scale.points.map((p) => ({ x: at.x(p.session), words: describe(p) }));
  const cursor = s('line', { class: 'cursor', y1: shape.top, y2: shape.height - shape.bottom, x1: -9, x2: -9 });
  const chart = s('svg', { class: small ? 'chart small' : 'chart', viewBox: `0 0 ${shape.width} ${shape.height}`, role: 'img', 'aria-labelledby': `${title} ${text}` },
    s('title', { id: title }, `${nameOf(scale.scale)} by session, on ${number(scale.min, 0)} to ${number(scale.max, 0)}`),
    s('desc', { id: text }, about || `Level ${scale.level ? number(within(scale.level.value, scale)) : 'not known yet'}.`),
    frame(scale, at, shape, last, small), missing(trend.missingSessions, at, scale, shape, small), baseline(scale, at, shape, small),
    scale.forms >= 3 && level(scale.points, at), scores(scale.points, at, small), marks(scale.points, at, shape, small), scale.forms >= 3 && !small && now(scale, at, shape), !small && cursor);
  return { chart, readings, cursor, shape };
};

// The chart with a line below that reads out the session under the pointer or the arrow keys.
export const readableChart = (scale, trend, about) => {
  const { chart, readings, cursor, shape } = trendChart(scale, trend, { about });
  const hint = 'Point at a session, or use the left and right arrow keys.';
  const line = h('p', { class: 'reading small', 'aria-live': 'polite' }, hint);
  let index = -1;
  const read = (i) => {
    index = Math.min(readings.length - 1, Math.max(0, i));
    cursor.setAttribute('x1', readings[index].x);
    cursor.setAttribute('x2', readings[index].x);
    line.textContent = readings[index].words;
  };
  const byPointer = (event) => {
    const box = chart.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * shape.width;
    read(readings.reduce((best, r, i) => (Math.abs(r.x - x) < Math.abs(readings[best].x - x) ? i : best), 0));
  };
  const byKey = (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step) {
      event.preventDefault();
      read(index < 0 ? (step > 0 ? 0 : readings.length - 1) : index + step);
    }
  };
  const holder = h('div', { class: 'readable', tabindex: 0, role: 'group', 'aria-label': 'Chart; left and right arrow keys read the sessions', onkeydown: byKey, onpointermove: byPointer }, chart);
  return readings.length === 0 ? chart : [holder, line];
};
