// The content security policy in a real browser: nothing that the service serves needs more than it allows, and what is put in is not obeyed.
import { base, call, expect, keys, open, run } from './pages.mjs';

const visit = async (path, { key, selector, change, allowed = [] } = {}) => {
  const page = await open({ allowed, extraHTTPHeaders: key ? { Authorization: `Bearer ${key}` } : {} });
  const breaches = [];
  await page.exposeFunction('noteBreach', (text) => breaches.push(text));
  await page.addInitScript(() => document.addEventListener('securitypolicyviolation', (e) => noteBreach(`${e.violatedDirective} ${e.blockedURI}`)));
  if (change) {
    await page.route('**/*', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: change(await response.text()) });
    });
  }
  const response = await page.goto(base + path);
  const policy = (await response.allHeaders())['content-security-policy'] ?? '';
  expect(policy.includes("default-src 'none'") && !/unsafe|\*|https?:/.test(policy), `${path} has the policy ${policy}`);
  await page.waitForSelector(selector, { state: 'attached' });
  await page.waitForTimeout(300);
  return { page, breaches };
};

const isClean = async (path, options) => {
  const { page, breaches } = await visit(path, options);
  breaches.forEach((breach) => expect(false, `${path} breaches its policy: ${breach}`));
  return page;
};

await run(async () => {
  const chart = '/v1/episodes/demo-growth/trend.svg';
  const noIcon = /404 \(Not Found\)/; // a browser asks for one where a file names none
  const plain = await isClean(chart, { key: keys.clinician, selector: 'svg .level', allowed: [noIcon] });
  expect((await plain.evaluate(() => getComputedStyle(document.querySelector('.level')).fill)) === 'none', 'the style of the chart is applied');

  const { page: changed, breaches } = await visit(chart, { key: keys.clinician, selector: 'svg .level', allowed: [noIcon, /style/i, /Content Security Policy/], change: (svg) => svg.replace('</style>', '.alliance-trend{display:none}</style>') });
  expect(breaches.some((b) => b.startsWith('style-src')), 'another style in a chart is refused');
  expect((await changed.evaluate(() => getComputedStyle(document.querySelector('svg')).display)) !== 'none', 'and has no effect');

  const { breaches: scripted } = await visit('/problems', { selector: 'h1', allowed: [noIcon, /script/i, /Content Security Policy/], change: (html) => html.replace('</main>', '<script>document.title = "x"</script><p style="color:red">x</p></main>') });
  expect(scripted.some((b) => b.startsWith('script-src')) && scripted.some((b) => b.startsWith('style-src')), `script and style in a page are refused: ${scripted}`);

  await isClean('/problems/not-found', { selector: 'h1' });
  await isClean('/v1/instruments/alliance-check/versions/1/preview', { key: keys.admin, selector: 'fieldset' });
  await isClean('/', { selector: '.sign-in' });
  const link = await call(keys.clinician, 'POST', '/v1/episodes/demo-stable/invitations', { session: { number: 90, heldAt: '2027-06-01T10:00:00Z' }, instrument: 'alliance-check', rater: 'client', language: 'en' });
  await isClean(new URL(link.url).pathname, { selector: 'fieldset' });
  await isClean(`/f/${'A'.repeat(43)}`, { selector: 'h1', allowed: [/404/] });

  const swagger = await isClean('/swagger/index.html', { selector: '.opblock' });
  await swagger.locator('.opblock-summary').first().click();
  await swagger.waitForSelector('.opblock-body');
});
