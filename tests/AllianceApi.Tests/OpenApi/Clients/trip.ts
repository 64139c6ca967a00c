// A trip with openapi-fetch over the types that openapi-typescript makes: checked by the compiler, then run.
import assert from 'node:assert/strict';
import createClient from 'openapi-fetch';
import type { components, paths } from './generated/schema.js';

const [origin, key] = process.argv.slice(2) as [string, string];
const api = createClient<paths>({ baseUrl: origin, headers: { Authorization: `Bearer ${key}` } });
const episodeId = 'typed-ts';
const path = { episodeId };

const opened = await api.PUT('/v1/episodes/{episodeId}', {
  params: { path, query: { create: true } },
  body: { clientId: 'typed-client', clinicianId: 'typed-clinician', instrument: 'wai-sr', startedOn: '2024-01-01' },
});
assert.ok(opened.data, JSON.stringify(opened.error));

function form(number: number, value: number): components['schemas']['SubmitResponseBody'] {
  const heldAt = new Date(Date.UTC(2024, 0, 1 + 7 * number, 10)).toISOString();
  const answers = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`${i + 1}`, value]));
  return { session: { number, heldAt }, instrument: 'wai-sr', rater: 'client', answers };
}

for (let number = 1; number <= 6; number++) {
  const made = await api.POST('/v1/episodes/{episodeId}/responses', { params: { path }, body: form(number, 3 + (number % 2)) });
  assert.equal(made.response.status, 201, JSON.stringify(made.error));
  assert.equal(made.data?.scores.find((s) => s.scale === 'total')?.mean, 3 + (number % 2));
}

const other = await api.POST('/v1/episodes/{episodeId}/responses', { params: { path }, body: form(1, 1) });
assert.equal(other.response.status, 409);
assert.equal(other.error?.type, '/problems/response-exists');
const wrong = await api.POST('/v1/episodes/{episodeId}/responses', { params: { path }, body: form(7, 9) });
assert.equal(wrong.error?.errors?.length, 12, 'every fault at once');

const trend = await api.GET('/v1/episodes/{episodeId}/trend', { params: { path, query: { rater: 'client' } } });
// The same path gives the chart as text: the type says so, too.
assert.ok(typeof trend.data === 'object', JSON.stringify(trend.error));
const total = trend.data.scales.find((s) => s.scale === 'total');
assert.equal(total?.points.length, 6);
assert.ok(total?.level && total.level.low < total.level.high);

let cursor: string | null = null;
const ids: string[] = [];
do {
  const page: { data?: components['schemas']['ResponsePage'] } = await api.GET('/v1/episodes/{episodeId}/responses', { params: { path, query: { limit: 4, ...(cursor ? { cursor } : {}) } } });
  assert.ok(page.data);
  ids.push(...page.data.items.map((r) => r.id));
  cursor = page.data.next;
} while (cursor);
assert.equal(new Set(ids).size, 6);

const read = await api.GET('/v1/responses/{responseId}', { params: { path: { responseId: ids[0]! } } });
const amended = await api.PUT('/v1/responses/{responseId}', {
  params: { path: { responseId: ids[0]! }, header: { 'If-Match': read.response.headers.get('ETag')! } },
  body: { answers: form(1, 5).answers, reason: 'typing error' },
});
assert.equal(amended.data?.revision, 2, JSON.stringify(amended.error));
console.log('OK openapi-fetch');
