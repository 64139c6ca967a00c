// Signing in at an identity provider that nobody here wrote: code with PKCE; a code that another tab asked for; a token that has ended.
import { base, expect, isAccessible, open, run, shot } from './pages.mjs';

const button = (page) => page.getByRole('button', { name: 'Sign in with the clinic' });

await run(async () => {
  const page = await open();
  await page.goto(`${base}/`);
  await button(page).waitFor();
  await isAccessible(page, 'sign in at a provider');
  await shot(page, 'signin-provider');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.row');
  expect(page.url() === `${base}/#/`, `the code stays in the address: ${page.url()}`);
  expect(await page.evaluate(() => history.length) < 6, 'the history holds more than the way there');
  expect((await page.evaluate(() => Object.keys(sessionStorage))).join() === 'alliance.key', 'something else than the token is kept');
  expect((await page.locator('#who').innerText()).includes('clinician'), 'the token says who it is');

  const ended = await open({ allowed: [/401/] });
  await ended.goto(`${base}/`);
  await ended.evaluate(() => sessionStorage.setItem('alliance.key', 'eyJhbGciOiJSUzI1NiJ9.eyJleHAiOjF9.c2lnbmVk'));
  await ended.goto(`${base}/#/episodes/demo-growth`);
  await ended.reload();
  await ended.waitForSelector('.sign-in .fault');
  await button(ended).click();
  await ended.waitForSelector('.episode');
  expect(ended.url().endsWith('#/episodes/demo-growth'), 'signing in again leads back to where it ended');

  const foreign = await open();
  await foreign.goto(`${base}/?code=stolen&state=guessed#/`);
  await foreign.waitForSelector('.sign-in .fault');
  expect(!foreign.url().includes('stolen'), 'a foreign code stays in the address');
  expect((await foreign.evaluate(() => sessionStorage.length)) === 0, 'a foreign code signs in');
  await isAccessible(foreign, 'sign in refused');
});
