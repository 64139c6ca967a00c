// What every script shares: where the service is, a key for it, and plain calls.
import assert from 'node:assert/strict';

export const origin = process.argv[2];
export const key = process.argv[3];
export const admin = process.argv[5];
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

// Everything else that the service gives as resources: the audit log, operations, and each line of a bulk export.
export async function rest(id) {
  const auditor = (await call('POST', '/v1/keys', { name: 'clients', role: 'auditor' }, { Authorization: `Bearer ${admin}` })).body.key;
  const found = [(await call('GET', `${base}/AuditEvent?_count=50`, undefined, { Authorization: `Bearer ${auditor}` })).body];
  found.push((await call('GET', `${base}/AuditEvent`)).body);
  const subject = { name: 'subject', valueReference: { type: 'Patient', identifier: { system: 'urn:alliance:client', value: client } } };
  found.push((await call('POST', `${base}/Questionnaire/wai-sr/$populate`, { resourceType: 'Parameters', parameter: [subject] })).body);
  found.push((await call('GET', `${base}/Observation/$lastn?patient:identifier=urn:alliance:client|${client}&category=survey`)).body);
  found.push((await call('GET', `${base}/QuestionnaireResponse/${id}/_history/1`)).body);
  const begun = await call('GET', `${base}/$export`, undefined, { Prefer: 'respond-async, handling=lenient' });
  found.push(begun.body);
  for (let i = 0, status = begun; i < 600; i++) {
    status = await call('GET', begun.headers.get('Content-Location'));
    if (status.status === 200) {
      for (const { url, count } of status.body.output) {
        const file = await fetch(url, { headers: { Authorization: `Bearer ${key}` } });
        const lines = (await file.text()).trim().split('\n').map((line) => JSON.parse(line));
        assert.equal(lines.length, count, url);
        found.push(...lines);
      }

      break;
    }

    assert.equal(status.status, 202, JSON.stringify(status.body));
    await new Promise((later) => setTimeout(later, 100));
  }

  return found;
}

export const done = (what) => console.log(`OK ${what}`);
