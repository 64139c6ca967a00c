// A backend service: it is registered with its public key, finds the token endpoint as fhir-kit-client does, signs for itself
// (private_key_jwt, ES384), and reads with fhir-kit-client and fhirclient what its scopes allow.
import assert from 'node:assert/strict';
import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { createRequire } from 'node:module';
import * as kit from 'fhir-kit-client';
import { base, client, done, openEpisode, origin, response } from './service.mjs';

const admin = process.argv[5];
const pair = generateKeyPairSync('ec', { namedCurve: 'P-384' });
const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
const jwk = { ...pair.publicKey.export({ format: 'jwk' }), kid: 'backend-1', use: 'sig', alg: 'ES384' };
const registered = await fetch(`${origin}/v1/apps`, {
  method: 'POST',
  headers: { Authorization: `Bearer ${admin}`, 'Content-Type': 'application/json' },
  body: JSON.stringify({ name: 'backend', scopes: ['system/Observation.rs', 'system/QuestionnaireResponse.crus'], jwks: { keys: [jwk] } }),
});
assert.equal(registered.status, 201, await registered.clone().text());
const { id } = await registered.json();

const Client = kit.default?.default ?? kit.default ?? kit.Client;
const found = await new Client({ baseUrl: base }).smartAuthMetadata();
const tokenUrl = String(found.tokenUrl);
assert.equal(tokenUrl, `${origin}/auth/token`);

async function fetchToken(scope) {
  const now = Math.floor(Date.now() / 1000);
  const text = `${part({ alg: 'ES384', kid: 'backend-1', typ: 'JWT' })}.${part({ iss: id, sub: id, aud: tokenUrl, iat: now, exp: now + 240, jti: randomUUID() })}`;
  const signature = sign('sha384', Buffer.from(text), { key: pair.privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url');
  const answer = await fetch(tokenUrl, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials', scope, client_assertion: `${text}.${signature}`,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    }),
  });
  const body = await answer.json();
  assert.equal(answer.status, 200, JSON.stringify(body));
  return body;
}

await openEpisode();
const token = await fetchToken('system/*.cruds');
assert.equal(token.scope, 'system/Observation.rs system/QuestionnaireResponse.crus');
assert.ok(token.expires_in <= 300);
const api = new Client({ baseUrl: base, bearerToken: token.access_token });
const made = await api.create({ resourceType: 'QuestionnaireResponse', body: response(0, 4, `backend-${client}`) });
assert.equal(made.resourceType, 'QuestionnaireResponse');
const page = await api.search({ resourceType: 'Observation', searchParams: { 'patient:identifier': `urn:alliance:client|${client}`, code: 'total' } });
assert.equal(page.entry.length, 1);
await assert.rejects(api.search({ resourceType: 'Patient' }), (e) => e.response.status === 403 && e.response.data.resourceType === 'OperationOutcome');

const smart = createRequire(import.meta.url)('fhirclient');
const FHIR = smart({ headers: {}, url: '/', protocol: 'http:', get() {} }, { redirect() {} }, { async get() {}, async set() {}, async unset() {} });
const narrow = FHIR.client({ serverUrl: base, tokenResponse: await fetchToken('system/Observation.s') });
const flat = await narrow.request(`Observation?patient:identifier=urn:alliance:client|${client}&code=total`, { flat: true, pageLimit: 0 });
assert.equal(flat.length, 1);
await assert.rejects(narrow.request(`QuestionnaireResponse/${made.id}`), (e) => e.statusCode === 403 || e.status === 403 || /403/.test(e.message));
done('backend');
