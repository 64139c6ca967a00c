// Receivers that nobody here wrote (standardwebhooks, svix, cloudevents) take the service's deliveries as they come.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { HTTP } from 'cloudevents';

const require = createRequire(import.meta.url);
const Standard = require('standardwebhooks').Webhook;
const Svix = require('svix').Webhook;
const [origin, admin] = process.argv.slice(2);
const got = [];
let answer = () => [204, {}];
const server = createServer((request, response) => {
  const parts = [];
  request.on('data', (part) => parts.push(part));
  request.on('end', () => {
    const delivery = { headers: request.headers, body: Buffer.concat(parts).toString('utf8') };
    got.push(delivery);
    const [status, headers] = answer(JSON.parse(delivery.body).type);
    response.writeHead(status, headers).end();
  });
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const url = `http://127.0.0.1:${server.address().port}/events`;

async function call(method, path, body, headers = {}) {
  const response = await fetch(origin + path, { method, headers: { Authorization: `Bearer ${admin}`, 'Content-Type': 'application/json', ...headers }, body: body && JSON.stringify(body) });
  const text = await response.text();
  assert.ok(response.ok, `${method} ${path}: ${response.status} ${text}`);
  return text ? JSON.parse(text) : null;
}

async function until(holds, what) {
  for (let i = 0; i < 1200; i++) {
    const found = await holds();
    if (found) {
      return found;
    }

    await new Promise((later) => setTimeout(later, 50));
  }

  throw new Error(`not within a minute: ${what}; ${got.map((d) => JSON.parse(d.body).type)}`);
}

const keys = await call('POST', '/v1/keys', { name: 'receivers', role: 'integration' });
const episode = `hooks-${Date.now()}`;
const make = (name) => fetch(`${origin}/v1/episodes/${name}?create=true`, {
  method: 'PUT',
  headers: { Authorization: `Bearer ${keys.key}`, 'Content-Type': 'application/json' },
  body: JSON.stringify({ clientId: `c-${name}`, clinicianId: 'th-hooks', instrument: 'wai-sr', startedOn: '2024-01-01' }),
});
const hook = await call('PUT', '/v1/webhooks/receivers', { url, events: ['episode.created'] });
const ping = await until(() => got[0], 'a ping');
const [standard, svix] = [new Standard(hook.secret), new Svix(hook.secret)];
const svixHeaders = (headers) => ({ 'svix-id': headers['webhook-id'], 'svix-timestamp': headers['webhook-timestamp'], 'svix-signature': headers['webhook-signature'] });
for (const receiver of [standard, svix]) {
  assert.equal(receiver.verify(ping.body, ping.headers).type, 'ping', 'as it came');
  assert.throws(() => receiver.verify(ping.body.replace('ping', 'pong'), ping.headers), 'tampered');
  assert.throws(() => receiver.verify(ping.body, { ...ping.headers, 'webhook-id': 'other' }), 'another id');
  assert.throws(() => receiver.verify(ping.body, { ...ping.headers, 'webhook-timestamp': `${Math.floor(Date.now() / 1000) - 3600}` }), 'too old');
}

svix.verify(ping.body, svixHeaders(ping.headers));
const event = HTTP.toEvent({ headers: ping.headers, body: ping.body });
assert.equal(event.specversion, '1.0');
assert.equal(event.id, ping.headers['webhook-id']);
assert.ok(Buffer.byteLength(ping.body) < 20_000);

// Refused first: the same event comes again, not before it may.
let refused = 0;
answer = (type) => (type === 'episode.created' && refused++ === 0 ? [503, { 'Retry-After': '3' }] : [204, {}]);
const before = Date.now();
await make(`${episode}-1`);
const tries = await until(() => {
  const told = got.filter((d) => JSON.parse(d.body).subject?.endsWith(`${episode}-1`));
  return told.length >= 2 && told;
}, 'a second try');
assert.ok(Date.now() - before >= 2900, 'Retry-After is kept');
assert.equal(new Set(tries.map((d) => d.headers['webhook-id'])).size, 1, 'one id for all tries');
assert.ok(!tries[0].body.includes(`c-${episode}`), 'thin');
tries.forEach((d) => standard.verify(d.body, d.headers));

// Rotated: whoever has either secret takes the delivery.
const rotated = await call('POST', '/v1/webhooks/receivers/secret', {});
await make(`${episode}-2`);
const both = await until(() => got.find((d) => JSON.parse(d.body).subject?.endsWith(`${episode}-2`)), 'a delivery after rotation');
for (const secret of [hook.secret, rotated.secret]) {
  new Standard(secret).verify(both.body, both.headers);
  new Svix(secret).verify(both.body, both.headers);
}

// Gone: it is left alone, what it missed is listed, and replay brings it.
answer = () => [410, {}];
await make(`${episode}-3`);
await until(async () => (await call('GET', '/v1/webhooks/receivers')).state === 'off', 'the webhook to be off');
const count = got.length;
await make(`${episode}-4`);
const missed = await call('GET', '/v1/webhooks/receivers/undelivered');
assert.equal(missed.items.length, 2);
assert.equal(got.length, count, 'left alone');
answer = () => [204, {}];
await call('POST', '/v1/webhooks/receivers/replay', {});
await until(() => got.find((d) => JSON.parse(d.body).subject?.endsWith(`${episode}-4`)), 'what was missed');
assert.equal((await until(async () => {
  const now = await call('GET', '/v1/webhooks/receivers');
  return now.state === 'active' && now;
}, 'the webhook to be active')).lastError, null);
server.close();
console.log('OK standardwebhooks, svix, cloudevents');
process.exit(0);
