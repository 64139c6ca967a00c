// How long the first screen takes and what is sent for it, with nothing in the cache: a new browser context for each round.
// ALLIANCE_BASE and ALLIANCE_KEY say which service and with which key; ROUNDS how often.
import fs from 'node:fs';
import { chromium } from 'playwright-core';

const { ALLIANCE_BASE: base, ALLIANCE_KEY: key, ROUNDS: rounds = '5' } = process.env;
const installed = ['chromium', 'chromium-browser', 'google-chrome'].flatMap((name) => process.env.PATH.split(':').map((folder) => `${folder}/${name}`)).find((path) => fs.existsSync(path));
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || installed, args: ['--no-sandbox'] });
const [milliseconds, bytes] = [[], []];

for (let round = 0; round <= Number(rounds); round++) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 } });
  const page = await context.newPage();
  const wire = await context.newCDPSession(page);
  let sent = 0;
  await wire.send('Network.enable');
  await wire.send('Network.setCacheDisabled', { cacheDisabled: true });
  wire.on('Network.loadingFinished', (event) => { sent += event.encodedDataLength; });
  await page.goto(`${base}/#key=${key}`, { waitUntil: 'commit' });
  await page.waitForFunction(() => document.querySelectorAll('.row').length >= 40 && document.activeElement, null, { polling: 'raf' });
  const took = await page.evaluate(() => performance.now());
  await page.locator('#search').fill('read-39');
  await page.waitForFunction(() => document.querySelectorAll('.row').length === 1);
  // The first round starts the browser's own processes.
  if (round > 0) {
    milliseconds.push(took);
    bytes.push(sent);
  }
  await context.close();
}

await browser.close();
console.log(JSON.stringify({ milliseconds, bytes }));
