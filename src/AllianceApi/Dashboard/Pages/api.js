// The public REST API, called with the key of who looks. The key lives in this tab only.
const keyName = 'alliance.key';
const held = new Map();

export class Refused extends Error {
  constructor(status, problem) {
    super(problem?.detail ?? problem?.title ?? `The service answered ${status}.`);
    this.status = status;
    this.problem = problem;
  }
}

export class Unreachable extends Error {
  constructor() {
    super('The service can not be reached.');
  }
}

export const key = {
  get: () => sessionStorage.getItem(keyName),
  set: (value) => sessionStorage.setItem(keyName, value),
  forget: () => {
    sessionStorage.removeItem(keyName);
    held.clear();
  },
};

// A link that signs in carries the key behind the hash, which no server sees; it leaves the address and the history at once.
export const takeKeyFromAddress = () => {
  const found = /^#key=([\w.~-]+)$/.exec(location.hash);
  if (found) {
    key.forget();
    key.set(found[1]);
    history.replaceState(null, '', `${location.pathname}#/`);
  }
};

export const send = async (path, options = {}) => {
  let response;
  try {
    response = await fetch(path, {
      ...options,
      cache: 'no-store',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      headers: { Authorization: `Bearer ${key.get()}`, ...options.headers },
    });
  } catch (fault) {
    throw fault.name === 'AbortError' ? fault : new Unreachable();
  }
  if (!response.ok && response.status !== 304) {
    const isProblem = response.headers.get('Content-Type')?.startsWith('application/problem+json');
    throw new Refused(response.status, isProblem ? await response.json() : null);
  }
  return response;
};

// What was read before is asked for with its tag, and kept where nothing changed.
export const get = async (path, { signal } = {}) => {
  const known = held.get(path);
  const response = await send(path, { signal, headers: known ? { 'If-None-Match': known.tag } : {} });
  if (response.status === 304) {
    return known.value;
  }
  const value = await response.json();
  const tag = response.headers.get('ETag');
  if (tag) {
    held.set(path, { tag, value });
  }
  return value;
};

// Null where the caller has no such right or there is no such thing.
export const getIfAllowed = async (path, options) => {
  try {
    return await get(path, options);
  } catch (fault) {
    if (fault instanceof Refused && (fault.status === 403 || fault.status === 404)) {
      return null;
    }
    throw fault;
  }
};

export const all = async (path, { most = 2000 } = {}) => {
  const items = [];
  let cursor = null;
  do {
    const page = await get(cursor ? `${path}${path.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(cursor)}` : path);
    items.push(...page.items);
    cursor = page.next;
  } while (cursor && items.length < most);
  return items;
};

export const post = async (path, body) => {
  const response = await send(path, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}` },
  });
  return response.json();
};
