import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { earmark } from '../support/earmark.ts';
import { makeTracks } from '../support/music.ts';
import { createStage, resultFiles, type Stage, summaryOf } from '../support/stage.ts';
import { vulkan } from '../support/vulkan.ts';

const TINY = new URL('../fixtures/tiny/sample.pth', import.meta.url);

/** Where no driver is, whatever this machine has. */
const NO_DRIVER = { VK_DRIVER_FILES: '/nowhere.json' };

let stage: Stage;
beforeEach(() => {
  stage = createStage();
  // One chunk: a software driver takes seconds for each.
  makeTracks(stage.music, 1);
});
afterEach(() => {
  stage.remove();
});

test.each([
  { device: 'cuda', says: /earmark setup-cuda/ },
  { device: 'webgpu', says: /no GPU driver was found/ },
])('$device is refused before anything is started where it cannot be used', async (refused) => {
  const { device, says } = refused;
  const ended = await stage.run(['--device', device], { ...NO_DRIVER, PATH: '/nowhere' });
  expect(ended.stderr).toMatch(says);
  // One line, and nothing of what the driver had to say.
  expect(ended.stderr).toMatch(/^earmark: The device \w+ cannot be used: .*\n$/);
  expect(ended.exitCode).toBe(2);
  expect(existsSync(stage.home)).toBe(false);
});

test('a worker of a device that cannot be used ends before it asks for jobs', async () => {
  const ended = await earmark(['work', '--device', 'webgpu'], { ...stage.variables, ...NO_DRIVER });
  expect(JSON.parse(ended.stderr)).toMatchObject({
    event: 'program_failed',
    error: expect.stringMatching(/^The device webgpu cannot be used/) as string,
  });
  expect(ended.exitCode).toBe(2);
  expect(existsSync(stage.home)).toBe(false);
});

test.skipIf(!vulkan)('a run on WebGPU gives the scores of the CPU', async () => {
  await importTiny();
  await stage.run(['--models', 'jamendo/sample']);
  const onCpu = scores();
  const ended = await stage.run(
    ['--models', 'jamendo/sample', '--device', 'webgpu', '--force', '--json'],
    vulkan,
  );
  expect(ended.stderr).toBe('');
  expect(summaryOf(ended).tasks).toEqual({ tagged: 1, reused: 0, failed: 0 });
  expect(readReport().software).toMatchObject([{ device: 'webgpu' }]);
  const differences = scores().map((score, i) => Math.abs(score - (onCpu[i] ?? NaN)));
  expect(differences).toHaveLength(50);
  expect(Math.max(...differences)).toBeLessThan(5e-6);
});

test.skipIf(!vulkan)(
  'a model that computes something else on a device is refused there',
  async () => {
    await importTiny();
    const file = join(stage.home, 'models/jamendo/sample/installed.json');
    const model = JSON.parse(readFileSync(file, 'utf8')) as { referenceOutput: number[] };
    writeFileSync(
      file,
      JSON.stringify({ ...model, referenceOutput: model.referenceOutput.map(() => 0.5) }),
    );
    const ended = await stage.run(['--models', 'jamendo/sample', '--device', 'webgpu'], vulkan);
    expect(ended.stderr).toMatch(
      /^earmark: The device webgpu cannot be used: model jamendo\/sample does not compute .* differ by \d\S*, and 0.0001 is allowed/,
    );
    expect(ended.exitCode).toBe(2);
    expect(existsSync(join(stage.home, 'services'))).toBe(false);
  },
);

/** Installs a network that even a software driver runs in seconds. */
async function importTiny(): Promise<void> {
  const tree = join(stage.music, '../tree');
  mkdirSync(join(tree, 'jamendo/sample'), { recursive: true });
  copyFileSync(TINY, join(tree, 'jamendo/sample/best_model.pth'));
  await earmark(['models', 'import', tree], stage.variables);
}

function readReport(): { readonly software: readonly { readonly device: string }[] } {
  return JSON.parse(readFileSync(join(stage.out, 'report.json'), 'utf8')) as ReturnType<
    typeof readReport
  >;
}

/** Of the one track, in the order of the vocabulary. */
function scores(): readonly number[] {
  const csv = resultFiles(stage.out)['scores_jamendo_sample.csv'] ?? '';
  const [, row = ''] = csv.split('\n');
  return row.split(',').slice(1).map(Number);
}
