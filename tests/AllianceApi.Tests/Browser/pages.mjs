// What every trip in the browser shares: one Chromium, pages that note each console message and each breach of the policy, axe.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const axe = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const faults = [];

export const base = process.env.ALLIANCE_BASE;
export const keys = JSON.parse(process.env.ALLIANCE_KEYS ?? '{}');

export const expect = (holds, what) => {
  if (!holds) {
    faults.push(what);
  }
};

let browser = null;

// Not what a browser says of its own accord about an answer that the test asked for.
const isExpected = (text, allowed) => allowed.some((pattern) => pattern.test(text));

export const open = async ({ width = 1280, height = 860, allowed = [], ...options } = {}) => {
  browser ??= await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox'] });
  const context = await browser.newContext({ viewport: { width, height }, ...options });
  const page = await context.newPage();
  const note = (text) => !isExpected(text, allowed) && faults.push(`${page.url().split('#')[0].replace(/\/f\/.*/, '/f/...')}: ${text}`);
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && note(`console: ${message.text()}`));
  page.on('pageerror', (fault) => note(`script: ${fault}`));
  return page;
};

// Axe is brought in by the debugger, which the page's policy does not concern.
export const isAccessible = async (page, state) => {
  const session = await page.context().newCDPSession(page);
  await session.send('Runtime.evaluate', { expression: axe });
  const violations = await page.evaluate(async () => (await axe.run()).violations.map((v) => `${v.id} at ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`));
  violations.forEach((violation) => faults.push(`${state}: ${violation}`));
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(wide <= 0, `${state}: ${wide} px wider than the screen`);
};

export const call = async (key, method, path, body) => {
  const response = await fetch(base + path, { method, headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' }, body: body && JSON.stringify(body) });
  return response.status === 204 ? null : response.json();
};

export const shot = async (page, name) => process.env.ALLIANCE_SHOTS && page.screenshot({ path: `${process.env.ALLIANCE_SHOTS}/${name}.png`, fullPage: true });

export const finish = async () => {
  await browser?.close();
  for (const fault of faults) {
    console.error(fault);
  }
  process.exitCode = faults.length > 0 ? 1 : 0;
};

export const run = async (trip) => {
  try {
    await trip();
  } catch (fault) {
    faults.push(String(fault?.stack ?? fault));
  }
  await finish();
};
