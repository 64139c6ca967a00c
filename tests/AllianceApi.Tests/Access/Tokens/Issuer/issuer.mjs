// An identity provider on a free port. What a token request asks for in its fields becomes claims, and what ISSUER_CLAIMS holds as
// JSON does too. It says where it is in its first line, makes a new key for each further line that it reads, and ends with its input.
import { createInterface } from 'node:readline';
import { OAuth2Server } from 'oauth2-mock-server';

const server = new OAuth2Server();
const always = JSON.parse(process.env.ISSUER_CLAIMS ?? '{}');
await server.issuer.keys.generate('RS256');
server.service.on('beforeTokenSigning', (token, request) => {
  Object.assign(token.payload, always);
  for (const name of ['aud', 'sub', 'role', 'clinicianId']) {
    if (request.body[name] !== undefined) {
      token.payload[name] = request.body[name];
    }
  }
});
await server.start(0, '127.0.0.1');
console.log(server.issuer.url);

for await (const algorithm of createInterface({ input: process.stdin })) {
  const key = await server.issuer.keys.generate(algorithm);
  console.log(key.kid);
}

await server.stop();
