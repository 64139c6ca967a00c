// Numbers and states in words, as a client could read them too.
const minus = '\u2212';
const dash = '\u2013';

export const number = (value, digits = 1) => {
  if (value === null || value === undefined) {
    return dash;
  }
  const text = value.toFixed(digits);
  return Number(text) === 0 ? (0).toFixed(digits) : text.replace('-', minus);
};

export const signed = (value) => `${value > 0 && number(value) !== '0.0' ? '+' : ''}${number(value)}`;

export const within = (value, { min, max }) => Math.min(max, Math.max(min, value));

// An interval never leaves the range of the form in what people read.
export const interval = (estimate, range) => `${number(within(estimate.low, range))}${dash}${number(within(estimate.high, range))}`;

export const span = (from, to) => `${from}${dash}${to}`;

const days = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric' });
const moments = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' });

export const day = (instant) => days.format(new Date(instant));

export const moment = (instant) => moments.format(new Date(instant));

export const ago = (count) => (count === null || count === undefined ? '' : count <= 0 ? 'today' : count === 1 ? 'yesterday' : `${count} days ago`);

export const count = (n, one, many) => `${n} ${n === 1 ? one : many}`;

const labels = {
  rising: 'Rising over the last sessions',
  falling: 'Falling over the last sessions',
  'no-clear-change': 'No clear change',
  'not-enough-data': 'Too few forms for a trend',
};

export const change = (label) => labels[label] ?? label;

const scales = { total: 'Overall', bond: 'Bond', goal: 'Goals', task: 'Tasks', goalTask: 'Goals and tasks', overall: 'Overall line' };

export const scale = (name) => scales[name] ?? name;

const kinds = {
  possibleStrain: 'Possible strain',
  falling: 'Falling',
  lowLevel: 'Low level',
  raterDivergence: 'Two views differ',
  noForms: 'No recent form',
};

export const kind = (name) => kinds[name] ?? name;

const states = { open: 'not seen yet', seen: 'seen', discussed: 'discussed', resolved: 'resolved', dismissed: 'dismissed' };

export const state = (name) => states[name] ?? name;

const inputs = {
  score: 'Score',
  expected: 'Expected score',
  sd: 'Usual scatter (SD)',
  surprise: 'Surprise (standardised)',
  drop: 'Drop below what was expected',
  change: 'Change',
  sessions: 'Sessions looked at',
  probabilityRising: 'Probability that it rises',
  level: 'Level',
  days: 'Days without a form',
};

export const input = (name) => inputs[name] ?? name.replace(/([A-Z])/g, ' $1').toLowerCase().replace(/^./, (c) => c.toUpperCase());

const raters = { client: 'Client', therapist: 'Therapist', observer: 'Observer' };

export const rater = (name) => raters[name] ?? name;
