import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { findProgram } from '@earmark/runtime/process/find-program.js';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeTracks } from '../support/music.ts';
import { createStage, type Stage } from '../support/stage.ts';

const executablePath =
  process.env['CHROMIUM'] ??
  findProgram(['chromium', 'chromium-browser', 'google-chrome'], process.env['PATH'] ?? '');
if (!executablePath) console.warn('SKIPPED, the test of the report page: PATH has no chromium.');

let stage: Stage;
beforeAll(() => {
  stage = createStage();
  makeTracks(stage.music, 3);
});
afterAll(() => {
  stage.remove();
});

test.skipIf(!executablePath)(
  'the report opens from disk without an error and asks nothing of the network',
  async () => {
    expect(await stage.run()).toMatchObject({ exitCode: 0 });
    const page = pathToFileURL(join(stage.out, 'report.html')).href;
    const seen = await openPage(page);
    expect(seen.problems).toEqual([]);
    expect(seen.requests).toEqual([page]);
    expect(seen.text).toContain(stage.music);
    expect(seen.text).toContain('jamendo/starter');
  },
);

async function openPage(url: string) {
  const browser = await chromium.launch({
    executablePath: executablePath ?? '',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    const page = await browser.newPage();
    const requests: string[] = [];
    const problems: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    await page.goto(url, { waitUntil: 'networkidle' });
    return { requests, problems, text: await page.innerText('body') };
  } finally {
    await browser.close();
  }
}
