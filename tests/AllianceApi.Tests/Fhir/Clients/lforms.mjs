// LForms in Chromium: shows our Questionnaire, computes its scores by our expressions, is filled in, and what it emits is taken.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import fs from 'node:fs';
import { chromium } from 'playwright-core';
import { base, call, client, done, openEpisode } from './service.mjs';

const lforms = new URL('./node_modules/lforms/dist/lforms/', import.meta.url);
const server = createServer((request, answer) => {
  const file = new URL(`.${request.url.split('?')[0]}`, lforms);
  if (request.url === '/' || !fs.existsSync(file)) {
    answer.writeHead(request.url === '/' ? 200 : 404, { 'Content-Type': 'text/html' });
    answer.end('<!doctype html><meta charset="utf-8"><div id="form"></div><script src="/webcomponent/assets/lib/zone.min.js"></script><script src="/webcomponent/lhc-forms.js"></script><script src="/fhir/lformsFHIRAll.min.js"></script>');
    return;
  }

  answer.writeHead(200, { 'Content-Type': request.url.endsWith('.js') ? 'text/javascript' : request.url.endsWith('.css') ? 'text/css' : 'application/octet-stream' });
  fs.createReadStream(file).pipe(answer);
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
await openEpisode();
const questionnaire = (await call('GET', `${base}/Questionnaire/wai-sr`)).body;
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox'] });
try {
  const page = await browser.newPage();
  const faults = [];
  page.on('pageerror', (fault) => faults.push(`${fault}`));
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.waitForFunction(() => window.LForms?.FHIR?.R4 && window.customElements.get('wc-lhc-form'), undefined, { timeout: 120_000 });
  const shown = await page.evaluate(async (form) => {
    await window.LForms.Util.addFormToPage(window.LForms.Util.convertFHIRQuestionnaireToLForms(form, 'R4'), 'form');
    return document.querySelectorAll('#form input').length;
  }, questionnaire);
  assert.ok(shown >= 12, `${shown} fields`);
  const fields = page.locator('#form input:not([readonly]):not([disabled])');
  assert.equal(await fields.count(), 12);
  for (let item = 0; item < 12; item++) {
    await fields.nth(item).fill(item === 3 ? '2' : '4');
    await fields.nth(item).press('Tab');
  }

  const valid = await page.evaluate(() => window.LForms.Util.checkValidity('#form'));
  assert.equal(valid, null, JSON.stringify(valid));
  const emitted = await page.evaluate(() => window.LForms.Util.getFormFHIRData('QuestionnaireResponse', 'R4', '#form', { extract: true }));
  assert.deepEqual(faults, []);
  const [response, ...observations] = Array.isArray(emitted) ? emitted : [emitted];
  assert.equal(response.item.filter((i) => /^\d+$/.test(i.linkId)).length, 12);
  const computed = response.item.filter((i) => i.linkId.startsWith('score-'));
  assert.equal(computed.length, 4, 'it computed every score');

  // Who answers, and when, is what the surrounding program knows.
  response.subject = { type: 'Patient', identifier: { system: 'urn:alliance:client', value: client } };
  response.authored = '2024-01-08T10:00:00Z';
  const made = await call('POST', `${base}/QuestionnaireResponse`, response, { 'Content-Type': 'application/json' });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  assert.notEqual(made.body.id, response.id);
  const scores = (await call('GET', `${base}/Observation?derived-from=QuestionnaireResponse/${made.body.id}`)).body.entry.map((e) => e.resource);
  for (const item of computed) {
    const [value] = item.answer;
    const theirs = value.valueDecimal ?? value.valueInteger ?? value.valueQuantity?.value;
    const ours = scores.find((o) => o.code.coding[0].code === `wai-sr.client.${item.linkId.slice('score-'.length)}`).valueQuantity.value;
    assert.ok(Math.abs(theirs - ours) < 1e-6, `${item.linkId}: ${theirs}, ours ${ours}`);
  }

  // The bundle of Observations that it would send besides is refused: scores are made here.
  assert.ok(observations.length > 0, 'it extracts Observations');
  const bundle = { resourceType: 'Bundle', type: 'transaction', entry: observations.map((resource) => ({ resource, request: { method: 'POST', url: 'Observation' } })) };
  const refused = await call('POST', `${base}/`, bundle);
  assert.equal(refused.status, 405, JSON.stringify(refused.body));
  assert.equal(refused.body.issue[0].code, 'not-supported');
  done('lforms');
} finally {
  await browser.close();
  server.close();
}
