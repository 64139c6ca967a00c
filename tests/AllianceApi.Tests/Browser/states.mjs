// Every page and state of the dashboard for every role: light and dark, wide and narrow; a key that ends, a service that goes away.
import { base, call, expect, isAccessible, keys, open, run, shot } from './pages.mjs';

const see = async (role, hash, selector, options) => {
  const page = await open(options);
  await page.goto(`${base}/#key=${keys[role]}`);
  await page.waitForSelector('main h1');
  if (hash) {
    await page.evaluate((to) => { location.hash = to; }, hash);
  }
  await page.waitForSelector(selector);
  const state = `${role} ${hash ?? ''} ${options?.width ?? 1280} ${options?.colorScheme ?? 'light'}`;
  await isAccessible(page, state);
  await shot(page, state.replace(/[^\w]+/g, '-'));
  return page;
};

await run(async () => {
  const fresh = await open();
  const started = Date.now();
  await fresh.goto(`${base}/`);
  await fresh.waitForSelector('.sign-in');
  expect(Date.now() - started < 10_000, 'the first page takes too long');
  await isAccessible(fresh, 'sign in');

  await see('clinician', null, '.row', { width: 390, colorScheme: 'dark' });
  await see('clinician', '#/episodes/demo-ceiling', '.episode', { colorScheme: 'dark' });
  await see('clinician', '#/episodes/demo-two-forms', '.episode', { width: 390 });
  await see('supervisor', null, '.group');
  await see('supervisor', '#/episodes/demo-recent-drop', '.episode');
  for (const look of [{}, { width: 390, colorScheme: 'dark' }, { width: 320 }]) {
    const supervised = await see('supervisor', '#/clinicians/demo-clinician-1', '.courses .course-card', look);
    const names = await supervised.locator('.course-card h2').allInnerTexts();
    expect(names.join() === [...names].sort((a, b) => (a.toUpperCase() < b.toUpperCase() ? -1 : 1)).join(), 'supervised courses do not stand in the order of names');
    expect((await supervised.locator('.score').count()) === 0, 'a supervisor sees single scores');
  }
  await see('clinician', null, '.row', { width: 320 });
  await see('supervisor', '#/episodes/demo-gaps', '.episode', { width: 320, colorScheme: 'dark' });
  await see('auditor', null, '.role table');
  await see('admin', null, '.role table', { width: 390 });
  await see('integration', null, '.row');
  for (const course of ['demo-growth', 'demo-two-raters', 'demo-strain-recovered']) {
    const sheet = await (await see('clinician', `#/episodes/${course}`, '.episode')).pdf({ preferCSSPageSize: true });
    expect(sheet.toString('latin1').match(/\/Type \/Page\b/g).length === 1, `${course} prints on more than one page`);
  }

  const reader = await see('clinician', '#/episodes/demo-growth', '.episode');
  const [file] = await Promise.all([reader.waitForEvent('download'), reader.getByRole('button', { name: 'Report as PDF' }).click()]);
  expect(file.suggestedFilename() === 'report-demo-growth.pdf', 'the report has another name');

  const missing = await open({ allowed: [/404 \(Not Found\)/] });
  await missing.goto(`${base}/#key=${keys.clinician}`);
  await missing.waitForSelector('.row');
  await missing.evaluate(() => { location.hash = '#/episodes/nowhere'; });
  await missing.waitForSelector('.note.fault');
  await isAccessible(missing, 'not found');

  const key = await call(keys.admin, 'POST', '/v1/keys', { name: 'ends soon', role: 'clinician', clinicianId: 'demo-clinician-1' });
  const ends = await open({ allowed: [/401|ERR_INTERNET_DISCONNECTED/] });
  await ends.goto(`${base}/#key=${key.key}`);
  await ends.waitForSelector('.row');
  await ends.context().setOffline(true);
  await ends.evaluate(() => dispatchEvent(new Event('offline')));
  await ends.locator('#offline:not([hidden])').waitFor();
  await isAccessible(ends, 'offline');
  await ends.context().setOffline(false);
  await call(keys.admin, 'DELETE', `/v1/keys/${key.id}`);
  await ends.waitForTimeout(1200);
  await ends.evaluate(() => { location.hash = '#/episodes/demo-growth'; });
  await ends.waitForSelector('.sign-in .fault');
  expect((await ends.evaluate(() => sessionStorage.length)) === 0, 'a key that ended is forgotten');
  await isAccessible(ends, 'key ended');
});
