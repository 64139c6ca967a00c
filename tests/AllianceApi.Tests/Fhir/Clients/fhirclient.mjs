// fhirclient (SMART's own): creates, searches page by page, follows references, and sees a 404 as one.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { base, client, done, key, openEpisode, response } from './service.mjs';

const smart = createRequire(import.meta.url)('fhirclient');
const request = { headers: {}, url: '/', protocol: 'http:', get() {} };
const storage = { async get() {}, async set() {}, async unset() {} };
const FHIR = smart(request, { redirect() {} }, storage);
const api = FHIR.client({ serverUrl: base, tokenResponse: { access_token: key, token_type: 'Bearer' } });

await openEpisode();
for (let week = 0; week < 3; week++) {
  const made = await api.create(response(week, 4, `fhirclient-${client}-${week}`));
  assert.equal(made.resourceType, 'QuestionnaireResponse');
}

const patient = `patient:identifier=urn:alliance:client|${client}`;
const flat = await api.request(`Observation?${patient}&code=total&_count=1`, { flat: true, pageLimit: 0 });
assert.equal(flat.length, 3, 'all pages, flat');
assert.deepEqual(flat.map((o) => o.valueQuantity.value), [4, 4, 4]);
const found = await api.request(`QuestionnaireResponse?${patient}`);
const read = await api.request(`QuestionnaireResponse/${found.entry[0].resource.id}`, { resolveReferences: ['subject', 'encounter'] });
assert.equal(read.subject.resourceType, 'Patient');
assert.equal(read.encounter.resourceType, 'Encounter');
await assert.rejects(api.request('QuestionnaireResponse/nothing'), (e) => e.statusCode === 404 || e.status === 404 || /404/.test(e.message));
done('fhirclient');
