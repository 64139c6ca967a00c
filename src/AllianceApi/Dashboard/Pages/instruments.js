// Names and ranges of forms; a number is never shown without the range of its form.
import { get } from './api.js';

const known = new Map();

const read = async (id, version) => {
  const view = await get(`/v1/instruments/${encodeURIComponent(id)}${version ? `/versions/${encodeURIComponent(version)}` : ''}`);
  const { min, max } = view.items[0];
  const ranges = Object.fromEntries(view.scales.map((scale) => [scale.scale, view.metric === 'sum'
    ? { min: min * scale.items.length, max: max * scale.items.length }
    : { min, max }]));
  return { id, version: view.version, name: view.name, raters: view.raters, ranges, notValidated: view.notes.find((note) => /not validated/i.test(note)), items: view.items.length };
};

export const instrument = (id, version) => {
  const name = `${id}@${version ?? ''}`;
  if (!known.has(name)) {
    const reading = read(id, version);
    known.set(name, reading);
    reading.catch(() => known.delete(name));
  }
  return known.get(name);
};
