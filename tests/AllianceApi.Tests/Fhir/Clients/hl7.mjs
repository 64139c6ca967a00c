// @medplum/hl7: the service's score reports over MLLP to a server that nobody here wrote, and read by its parser.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { base, call, client, done, episode, key, openEpisode, origin, response } from './service.mjs';

const require = createRequire(import.meta.url);
const { Hl7Client, Hl7Server } = require('@medplum/hl7');
const { Hl7Message } = require('@medplum/core');
await openEpisode();
const made = await call('POST', `${base}/QuestionnaireResponse`, response(0, 4));
assert.equal(made.status, 201, JSON.stringify(made.body));

async function report(id) {
  const answer = await fetch(`${origin}/v1/score-reports/${id}`, { headers: { Authorization: `Bearer ${key}`, Accept: 'application/hl7-v2' } });
  assert.equal(answer.status, 200);
  return answer.text();
}

const received = [];
const server = new Hl7Server((connection) => connection.addEventListener('message', ({ message }) => {
  received.push(message);
  connection.send(message.buildAck());
}));
await server.start(0, undefined, undefined);
const port = server.server.address().port;
const sender = new Hl7Client({ host: '127.0.0.1', port });
const message = Hl7Message.parse(await report(made.body.id));
const ack = await sender.sendAndWait(message);
assert.equal(ack.getSegment('MSA').getField(1).toString(), 'AA');
assert.equal(ack.getSegment('MSA').getField(2).toString(), message.getSegment('MSH').getField(10).toString(), 'the control id comes back');
const arrived = received[0];
assert.equal(arrived.getSegment('MSH').getField(9).toString(), 'ORU^R01^ORU_R01');
assert.equal(arrived.getSegment('PID').getField(3).getComponent(1), client);
assert.equal(arrived.getSegment('PV1').getField(19).getComponent(1), `${episode}/1`);
const scores = arrived.segments.filter((s) => s.name === 'OBX');
const observations = (await call('GET', `${base}/Observation?derived-from=QuestionnaireResponse/${made.body.id}`)).body.entry.map((e) => e.resource).filter((o) => o.valueQuantity);
assert.equal(scores.length, observations.length);
for (const [i, obx] of scores.entries()) {
  assert.equal(Number(obx.getField(5).toString()), observations[i].valueQuantity.value, 'as over FHIR, to the digit');
  assert.equal(obx.getField(3).getComponent(1), observations[i].code.coding[0].code, 'with the same code');
  assert.equal(obx.getField(11).toString(), 'F');
}

await sender.close();
await server.stop();
done('@medplum/hl7');
process.exit(0);
