// What every script shares: where the service is, a key for it, and plain calls.
import assert from 'node:assert/strict';

export const origin = process.argv[2];
export const key = process.argv[3];
export const base = `${origin}/fhir/R4`;
export const client = `c-${process.argv[4]}`;
export const episode = `e-${process.argv[4]}`;

export async function call(method, path, body, headers = {}) {
  const response = await fetch(path.startsWith('http') ? path : `${origin}${path}`, {
    method,
    headers: { Authorization: `Bearer ${key}`, ...(body ? { 'Content-Type': 'application/json' } : {}), ...headers },
    body: body ? JSON.stringify(body) : undefined,
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : null };
}

export async function openEpisode() {
  const made = await call('PUT', `/v1/episodes/${episode}?create=true`, { clientId: client, clinicianId: 'th-1', instrument: 'wai-sr', startedOn: '2024-01-01' });
  assert.ok([200, 201].includes(made.status), JSON.stringify(made.body));
}

export function response(week, answer, identifier) {
  const authored = new Date(Date.UTC(2024, 0, 8 + 7 * week, 10)).toISOString().replace('.000', '');
  return {
    resourceType: 'QuestionnaireResponse',
    ...(identifier ? { identifier: { system: 'urn:clients', value: identifier } } : {}),
    questionnaire: `${base}/Questionnaire/wai-sr|2006`,
    status: 'completed',
    subject: { type: 'Patient', identifier: { system: 'urn:alliance:client', value: client } },
    authored,
    item: Array.from({ length: 12 }, (_, i) => ({ linkId: `${i + 1}`, answer: [{ valueInteger: answer }] })),
  };
}

export const done = (what) => console.log(`OK ${what}`);
