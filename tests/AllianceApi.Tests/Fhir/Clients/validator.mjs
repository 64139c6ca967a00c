// The `fhir` validator: required codes and cardinalities of what the service returns.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { base, call, client, done, openEpisode, response, rest } from './service.mjs';

const { Fhir } = createRequire(import.meta.url)('fhir');
const fhir = new Fhir();
await openEpisode();
let last = null;
for (let week = 0; week < 3; week++) {
  last = await call('POST', `${base}/QuestionnaireResponse`, response(week, 4));
  assert.equal(last.status, 201);
}

let checked = 0;
function check(resource) {
  const result = fhir.validate(resource, { errorOnUnexpected: true });
  const errors = (result.messages ?? []).filter((m) => m.severity === 'error' || m.severity === 'fatal');
  assert.deepEqual(errors, [], JSON.stringify(resource).slice(0, 2000));
  checked++;
}

const patient = `patient:identifier=urn:alliance:client|${client}`;
for (const path of ['Questionnaire', `QuestionnaireResponse?${patient}&_include=QuestionnaireResponse:encounter`, `Observation?${patient}&_count=100&_include=Observation:patient`, `Provenance?${patient}`, 'Practitioner']) {
  for (const entry of (await call('GET', `${base}/${path}`)).body.entry) {
    check(entry.resource);
  }
}

check((await call('GET', `${base}/metadata`)).body);
for (const resource of await rest(last.body.id)) {
  check(resource);
}

assert.ok(checked > 60, `${checked} resources`);
done(`fhir: ${checked} resources valid`);
