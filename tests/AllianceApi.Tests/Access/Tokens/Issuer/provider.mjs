// An authorization server that nobody here wrote (oidc-provider), with a client that signs for itself (private_key_jwt, RS384).
// It says where it is in its first line; for each further line, a list of scopes, it is asked for a token by that client, which is
// printed. It ends with its input.
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import { randomUUID } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { Provider } from 'oidc-provider';

const audience = 'alliance-api';
const scopes = 'system/*.rs system/Observation.rs system/Patient.rs';
const pair = await generateKeyPair('RS384', { extractable: true });
const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'app-1', alg: 'RS384', use: 'sig' };
const server = createServer();
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const issuer = `http://127.0.0.1:${server.address().port}`;
const provider = new Provider(issuer, {
  clients: [{
    client_id: 'app', grant_types: ['client_credentials'], response_types: [], redirect_uris: [], scope: scopes,
    token_endpoint_auth_method: 'private_key_jwt', token_endpoint_auth_signing_alg: 'RS384', jwks: { keys: [jwk] },
  }],
  clientAuthMethods: ['private_key_jwt'],
  enabledJWA: { clientAuthSigningAlgValues: ['RS384'] },
  scopes: scopes.split(' '),
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => 'urn:alliance',
      getResourceServerInfo: () => ({ scope: scopes, audience, accessTokenTTL: 300, accessTokenFormat: 'jwt' }),
    },
  },
  extraTokenClaims: () => ({ role: 'integration' }),
});
server.on('request', provider.callback());
console.log(issuer);

for await (const scope of createInterface({ input: process.stdin })) {
  const token = `${issuer}/token`;
  const assertion = await new SignJWT({}).setProtectedHeader({ alg: 'RS384', kid: 'app-1', typ: 'JWT' }).setIssuer('app').setSubject('app')
    .setAudience(issuer).setIssuedAt().setExpirationTime('4m').setJti(randomUUID()).sign(pair.privateKey);
  const answer = await fetch(token, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'client_credentials', scope, client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer', client_assertion: assertion }),
  });
  const body = await answer.json();
  console.log(body.access_token ?? `refused: ${JSON.stringify(body)}`);
}

server.close();
process.exit(0);
