// The client's form where things are not as they should be: no script, a double send, no connection, links that are over, a narrow screen, a line to mark.
import { base, call, expect, isAccessible, keys, open, run, shot } from './pages.mjs';

const episode = 'demo-stable';
let session = 100;
const invite = async (more = {}) => {
  const day = new Date(Date.UTC(2027, 0, session++)).toISOString();
  return call(keys.clinician, 'POST', `/v1/episodes/${more.episode ?? episode}/invitations`, { session: { number: session, heldAt: day }, rater: 'client', language: 'en', ...more, episode: undefined });
};
const count = async () => (await call(keys.clinician, 'GET', `/v1/episodes/${episode}/responses?limit=500`)).items.length;
const fill = async (page, value = 4) => {
  for (let item = 1; item <= 9; item++) {
    await page.locator(`input[name=a${item}][value="${value}"]`).check();
  }
};

await run(async () => {
  const before = await count();

  const plain = await open({ width: 320, height: 640, javaScriptEnabled: false });
  await plain.goto((await invite({ language: 'de' })).url);
  await fill(plain);
  await plain.getByRole('button', { name: 'Absenden' }).click();
  await plain.getByRole('heading', { name: 'Vielen Dank' }).waitFor();
  await plain.goBack();
  expect((await count()) === before + 1, 'without script it counts once');

  const narrow = await open({ width: 320, height: 640, colorScheme: 'dark' });
  const twice = await invite({ language: 'fr' });
  await narrow.goto(twice.url);
  await isAccessible(narrow, 'form at 320 px, dark');
  const other = await open({ width: 390 });
  await other.goto(twice.url);
  await fill(narrow);
  await fill(other);
  await Promise.all([narrow.getByRole('button', { name: 'Envoyer' }).dblclick(), other.getByRole('button', { name: 'Envoyer' }).click()]);
  await narrow.waitForSelector('main:not(:has(form))');
  await other.waitForSelector('main:not(:has(form))');
  expect((await count()) === before + 2, 'sent twice from two screens it counts once');

  const lost = await open({ width: 390, allowed: [/ERR_INTERNET_DISCONNECTED/] });
  await lost.goto((await invite()).url);
  await fill(lost);
  await lost.context().setOffline(true);
  await lost.getByRole('button', { name: 'Send' }).click();
  await lost.locator('#state:not([hidden])').waitFor();
  await isAccessible(lost, 'form without connection');
  await lost.context().setOffline(false);
  await lost.getByRole('heading', { name: 'Thank you' }).waitFor({ timeout: 30_000 });
  expect((await count()) === before + 3, 'a lost connection is survived');

  const few = await open({ width: 390, allowed: [/422/] });
  await few.goto((await invite()).url);
  await few.getByRole('button', { name: 'Send' }).click();
  await few.locator('#state:not([hidden])').waitFor();
  await isAccessible(few, 'form with too few answers');

  const gone = await open({ width: 390, allowed: [/410|404/] });
  const withdrawn = await invite();
  await call(keys.clinician, 'DELETE', `/v1/episodes/${episode}/invitations/${withdrawn.id}`);
  await gone.goto(withdrawn.url);
  await isAccessible(gone, 'withdrawn');
  await gone.goto(twice.url);
  await isAccessible(gone, 'used');
  await gone.goto(`${base}/f/${'A'.repeat(43)}`);
  await isAccessible(gone, 'unknown');

  const items = Object.fromEntries([1, 2, 3, 4].map((n) => [n, `\u062c\u0645\u0644\u0629 ${n}`]));
  await call(keys.admin, 'PUT', '/v1/instruments/srs/versions/3/wording/ar', { title: '\u0627\u0633\u062a\u0645\u0627\u0631\u0629', instructions: '\u0636\u0639 \u0639\u0644\u0627\u0645\u0629', items, anchors: { 0: '\u0644\u0627', 10: '\u0646\u0639\u0645' }, licence: { holder: 'h', reference: 'r', attestedBy: 'a' } });
  const line = await open({ width: 390 });
  await line.goto((await invite({ instrument: 'srs', language: 'ar' })).url);
  expect((await line.evaluate(() => getComputedStyle(document.body).direction)) === 'rtl', 'Arabic runs from right to left');
  expect((await line.locator('input[type=number]').first().inputValue()) === '', 'an untouched line is no answer');
  for (const range of await line.locator('input[type=range]').all()) {
    await range.focus();
    await line.keyboard.press('End');
  }
  expect((await line.locator('input[type=number]').first().inputValue()) === '10', 'the line moves by keyboard and says its value');
  await isAccessible(line, 'line from right to left');
  await shot(line, 'line');
  await line.locator('button').click();
  await line.waitForSelector('main:not(:has(form))');
});
