// Sends the same forms to a FHIR peer or to /v1 on the loopback address: node probe.mjs fhir|v1 PORT, the key in TOKEN.
// 10 times one form by 8 senders at once (duplicates), 2,000 forms of 40 clients by 8 senders, 300 reads of one client's series by 4.
import http from 'node:http';

const [kind, port] = process.argv.slice(2);
const ours = kind === 'v1';
const agent = new http.Agent({ keepAlive: true, maxSockets: 32 });
const type = ours ? 'application/json' : 'application/fhir+json';
const tag = Date.now().toString(36);

const call = (method, path, body, more = {}) => new Promise((resolve, reject) => {
  const from = performance.now();
  const data = body === undefined ? undefined : JSON.stringify(body);
  const headers = { accept: type, ...(data ? { 'content-type': type, 'content-length': Buffer.byteLength(data) } : {}), ...more };
  if (process.env.TOKEN) headers.authorization = `Bearer ${process.env.TOKEN}`;
  const request = http.request({ agent, host: '127.0.0.1', port, method, path: (ours ? '/v1' : '/fhir/R4') + path, headers }, answer => {
    const parts = [];
    answer.on('data', part => parts.push(part));
    answer.on('end', () => resolve({ status: answer.statusCode, text: Buffer.concat(parts).toString(), ms: performance.now() - from }));
  });
  request.on('error', reject);
  request.end(data);
});

const at = n => new Date(Date.UTC(2025, 0, 6 + 7 * n, 10)).toISOString();
const value = (n, i) => 1 + (n + i) % 5;
const client = p => `${tag}-${p}`;
const create = (id, p, n, once) => ours
  ? call('POST', `/episodes/${client(p)}/responses`, {
    session: { number: n + 1, heldAt: at(n) }, instrument: 'wai-sr', rater: 'client',
    answers: Object.fromEntries([...Array(12)].map((_, i) => [i + 1, value(n, 1 + i % 4)])) }, once ? { 'idempotency-key': id } : {})
  : call('POST', '/QuestionnaireResponse', {
    resourceType: 'QuestionnaireResponse', status: 'completed', identifier: { system: 'urn:demo:alliance', value: id },
    questionnaire: 'http://example.org/fhir/Questionnaire/demo-alliance|1.0', subject: { reference: `Patient/${client(p)}` }, authored: at(n),
    item: ['b', 'g', 't'].flatMap(k => [1, 2, 3, 4].map(i => ({ linkId: k + i, answer: [{ valueInteger: value(n, i) }] }))) },
  once ? { 'if-none-exist': `identifier=urn:demo:alliance|${id}` } : {});
const series = p => call('GET', ours ? `/episodes/${client(p)}/responses?limit=100` : `/QuestionnaireResponse?subject=Patient/${client(p)}&_sort=authored&_count=100`);
const trend = p => call('GET', `/episodes/${client(p)}/trend`);
const sessions = answer => { const told = JSON.parse(answer.text); return (told.entry ?? told.items)?.length; };

const many = async (count, senders, work) => {
  let next = 0;
  const times = [];
  const from = performance.now();
  await Promise.all([...Array(senders)].map(async () => { while (next < count) times.push((await work(next++)).ms); }));
  times.sort((a, b) => a - b);
  return { rate: count / (performance.now() - from) * 1000, p50: times[count >> 1], p99: times[Math.floor(count * 0.99)] };
};
const good = (answer, status) => { if (answer.status !== status) throw new Error(`${answer.status} ${answer.text.slice(0, 300)}`); return answer; };
const told = (name, { rate, p50, p99 }) => `${name} ${rate.toFixed(0)}/s (p50 ${p50.toFixed(2)}, p99 ${p99.toFixed(2)} ms)`;

if (ours) {
  await call('PUT', '/clinicians/th-probe', { label: 'Probe' });
  for (const p of ['once', ...Array(40).keys()]) {
    const made = await call('PUT', `/episodes/${client(p)}?create=true`, { clientId: client(p), clinicianId: 'th-probe', instrument: 'wai-sr', startedOn: '2025-01-01' });
    if (made.status > 201) throw new Error(made.text);
  }
}
let doubled = 0;
for (let k = 0; k < 10; k++) {
  const answers = await Promise.all([...Array(8)].map(() => create(`${tag}-once-${k}`, 'once', k, true)));
  if (ours) answers.forEach(a => { if (a.status > 201) throw new Error(a.text); });
  const ids = new Set(answers.filter(a => a.status === 201).map(a => JSON.parse(a.text).id));
  if (ids.size > 1) doubled++;
}
const stored = sessions(await series('once'));
const creates = await many(2000, 8, async n => good(await create(`${tag}-${n}`, n % 40, Math.floor(n / 40)), 201));
const got = sessions(await series(0));
const reads = await many(300, 4, async n => good(await series(n % 40), 200));
const trends = ours ? await many(300, 4, async n => good(await trend(n % 40), 200)) : undefined;
console.log([told('creates', creates), told(`series of ${got} sessions read`, reads), ...(trends ? [told('trend of it read', trends)] : []),
  `${doubled} of 10 rounds doubled (${stored} stored of 10)`].join('; '));
agent.destroy();
