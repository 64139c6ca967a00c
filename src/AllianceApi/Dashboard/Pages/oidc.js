// Signs in at the provider that the service names: authorization code with PKCE. The token stays in this tab, like a key.
const pending = 'alliance.signin';
const home = () => `${location.origin}/`;

const encoded = (bytes) => btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
const random = () => encoded(crypto.getRandomValues(new Uint8Array(32)));
const challengeOf = async (verifier) => encoded(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))));

const ask = async (address, options) => {
  let response;
  try {
    response = await fetch(address, { ...options, credentials: 'omit', referrerPolicy: 'no-referrer', cache: 'no-store' });
  } catch {
    throw new Error('The sign-in service can not be reached from this page.');
  }
  const body = await response.json().catch(() => null);
  if (!response.ok || body === null) {
    throw new Error(`The sign-in service refused: ${body?.error_description ?? body?.error ?? response.status}.`);
  }
  return body;
};

const discover = async ({ configuration, issuer }) => {
  const found = await ask(configuration);
  const isSafe = (address) => ['https:', new URL(configuration).protocol].includes(new URL(address).protocol);
  if (found.issuer !== issuer || !isSafe(found.authorization_endpoint) || !isSafe(found.token_endpoint)) {
    throw new Error('The sign-in service is not the one that is configured here.');
  }
  return found;
};

export const begin = async (signIn) => {
  if (!crypto.subtle) {
    throw new Error('This needs a secure connection: open the page by https.');
  }
  const { authorization_endpoint: address } = await discover(signIn);
  const [state, verifier] = [random(), random()];
  sessionStorage.setItem(pending, JSON.stringify({ state, verifier, hash: location.hash }));
  const to = new URL(address);
  const parameters = {
    ...signIn.parameters, response_type: 'code', client_id: signIn.clientId, redirect_uri: home(), scope: signIn.scope, state,
    code_challenge: await challengeOf(verifier), code_challenge_method: 'S256',
  };
  Object.entries(parameters).forEach(([name, value]) => to.searchParams.set(name, value));
  location.assign(to);
};

// The code leaves the address and the history before anything else is done with it, and is of use only to the tab that asked.
export const finish = async (signIn) => {
  const answer = new URLSearchParams(location.search);
  const held = JSON.parse(sessionStorage.getItem(pending) ?? 'null');
  sessionStorage.removeItem(pending);
  history.replaceState(null, '', `/${held?.hash || '#/'}`);
  if (!signIn || !held || held.state !== answer.get('state') || (answer.get('iss') ?? signIn.issuer) !== signIn.issuer) {
    throw new Error('This sign-in was not begun in this tab. Begin it again.');
  }
  if (!answer.get('code')) {
    throw new Error(`The sign-in service refused: ${answer.get('error_description') ?? answer.get('error') ?? 'no reason given'}.`);
  }
  const { token_endpoint: address } = await discover(signIn);
  const body = new URLSearchParams({ grant_type: 'authorization_code', code: answer.get('code'), redirect_uri: home(), client_id: signIn.clientId, code_verifier: held.verifier });
  const { access_token: token } = await ask(address, { method: 'POST', body });
  if (!token) {
    throw new Error('The sign-in service gave no token.');
  }
  return token;
};
