import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findProgram } from '@earmark/runtime/process';
import { earmark } from '../support/earmark.ts';
import { copyClip, makeTracks } from '../support/music.ts';
import { createStageWithLedger, type Stage } from '../support/stage.ts';

const executablePath =
  process.env['CHROMIUM'] ??
  findProgram(['chromium', 'chromium-browser', 'google-chrome'], process.env['PATH'] ?? '');
if (!executablePath) console.warn('SKIPPED, the test of the report page: PATH has no chromium.');

const MODELS = ['jamendo/musicnn', 'jamendo/short', 'jamendo/sample', 'mtat/se'];

describe.skipIf(!executablePath)('the report of a run of several models', () => {
  let stage: Stage;
  let browser: Browser;
  let url: string;
  beforeAll(async () => {
    stage = await createStageWithLedger();
    makeTracks(stage.music, 3);
    copyClip(join(stage.music, 'clip.wav'));
    await importTinyModels(join(stage.home, 'checkpoints'), stage);
    const ended = await stage.run(['--models', MODELS.join(',')]);
    expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
    url = pathToFileURL(join(stage.out, 'report.html')).href;
    browser = await chromium.launch({
      executablePath: executablePath ?? '',
      args: ['--no-sandbox', '--disable-gpu'],
    });
  });
  afterAll(async () => {
    await browser.close();
    stage.remove();
  });

  test('opens from disk without a message and asks nothing of the network', async () => {
    const page = await browser.newPage();
    const requests: string[] = [];
    const messages: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    page.on('pageerror', (error) => messages.push(error.message));
    page.on('console', (message) => messages.push(message.text()));
    await page.goto(url, { waitUntil: 'networkidle' });
    const text = await page.innerText('body');
    expect(messages).toEqual([]);
    expect(requests).toEqual([url]);
    for (const shown of [stage.music, ...MODELS, 'ensemble', 'Tracks to review']) {
      expect(text).toContain(shown);
    }
  });

  test.each([360, 1280])('is no wider than a screen of %i pixels', async (width) => {
    const page = await browser.newPage({ viewport: { width, height: 800 } });
    await page.goto(url);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
  });

  test('sorts a table by a heading, the other way round at the second click', async () => {
    const page = await browser.newPage();
    await page.goto(url);
    const heading = page.locator('#scores ~ .scroll thead').first().getByText('ensemble');
    const initial = await lastColumn(page);
    await heading.click();
    expect(await lastColumn(page)).toEqual(initial.toSorted((a, b) => b - a));
    await heading.click();
    expect(await lastColumn(page)).toEqual(initial.toSorted((a, b) => a - b));
  });

  test('has the same tables without script', async () => {
    const [scripted, plain] = await Promise.all(
      [true, false].map(async (javaScriptEnabled) => {
        const page = await browser.newPage({ javaScriptEnabled });
        await page.goto(url);
        return page.innerText('main');
      }),
    );
    expect(plain).toBe(scripted);
  });
});

/** Installs networks with random weights under the names of real ones. */
async function importTinyModels(folder: string, { variables }: Stage): Promise<void> {
  for (const id of MODELS) {
    const checkpoint = `../fixtures/tiny/${id.split('/')[1] ?? ''}.pth`;
    mkdirSync(join(folder, id), { recursive: true });
    copyFileSync(
      fileURLToPath(new URL(checkpoint, import.meta.url)),
      join(folder, id, 'best_model.pth'),
    );
  }
  expect(await earmark(['models', 'import', folder], variables)).toMatchObject({ exitCode: 0 });
}

/** The numbers of the ensemble in the first table of mean probabilities, from top to bottom. */
function lastColumn(page: Page): Promise<number[]> {
  return page
    .locator('#scores ~ .scroll')
    .first()
    .locator('tbody td:last-child')
    .evaluateAll((cells) => cells.map((cell) => Number((cell as HTMLElement).dataset['value'])));
}
