// The whole trip: a clinician invites, the client answers on a phone by keyboard alone, the dashboard shows it, an alert opens, the clinician marks it discussed.
import { base, call, expect, isAccessible, keys, open, run, shot } from './pages.mjs';

const episode = 'demo-two-raters';

await run(async () => {
  const clinic = await open({});
  await clinic.goto(`${base}/#key=${keys.clinician}`);
  await clinic.waitForSelector('.row');
  expect(!clinic.url().includes('aak_'), 'the key stays in the address');
  await isAccessible(clinic, 'caseload');
  await shot(clinic, 'caseload');
  await clinic.keyboard.press('/');
  await clinic.keyboard.type('two views');
  await clinic.keyboard.press('ArrowDown');
  await clinic.keyboard.press('Enter');
  await clinic.waitForSelector('.episode');
  await isAccessible(clinic, 'episode');

  await clinic.getByRole('button', { name: 'Invite to a form' }).click();
  await clinic.getByRole('button', { name: 'Make the link' }).click();
  const link = await clinic.getByLabel(/Works once/).inputValue();
  await isAccessible(clinic, 'invitation made');
  await clinic.goto(`${base}/#/`);
  await clinic.waitForSelector('.row');

  const phone = await open({ width: 390, height: 844 });
  await phone.goto(link);
  expect((await phone.locator('.promise').boundingBox()).y < (await phone.locator('fieldset').first().boundingBox()).y, 'the promise stands before the first sentence');
  await isAccessible(phone, 'form');
  await shot(phone, 'form');
  for (let item = 1; item <= 9; item++) {
    await phone.locator(`input[name=a${item}]`).first().focus();
    await phone.keyboard.press('Space');
  }
  expect(/9/.test(await phone.locator('#progress').innerText()), 'the page counts the answers');
  await phone.reload();
  expect((await phone.locator('input:checked').count()) === 9, 'the draft is there again');
  await phone.getByRole('button', { name: 'Send' }).focus();
  await phone.keyboard.press('Enter');
  await phone.getByRole('heading', { name: 'Thank you' }).waitFor();
  await isAccessible(phone, 'thanks');
  await shot(phone, 'thanks');
  expect((await phone.evaluate(() => Object.keys(localStorage).length)) === 0, 'the draft is gone');

  await clinic.getByText('Possible strain, not seen yet').first().waitFor({ timeout: 45_000 });
  await clinic.getByRole('link', { name: /two views/ }).click();
  await clinic.waitForSelector('.alert-card.open');
  await clinic.locator('.alert-card.open summary').first().click();
  await isAccessible(clinic, 'alert with its reason');
  await shot(clinic, 'episode');
  await clinic.getByRole('button', { name: 'Discussed with the client' }).first().click();
  await clinic.waitForSelector('.alert-card.discussed');
  const alerts = await call(keys.clinician, 'GET', '/v1/alerts?state=discussed');
  expect(alerts.items.some((a) => a.episodeId === episode), 'the alert is discussed');
});
