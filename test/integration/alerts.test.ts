import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CASES } from '../../infra/prometheus/src/cases.ts';
import { promtoolTest } from '../../infra/prometheus/src/promtool-test.ts';
import { hasPromtool, promtool, testRules, type Verdicts } from '../support/promtool.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const inPrometheus = (path: string) =>
  fileURLToPath(new URL(`../../infra/prometheus/${path}`, import.meta.url));
const RULES = inPrometheus('rules/earmark.yml');

const folder = temporaryFolder();
afterAll(() => folder.remove());

const cases = CASES.map((given, i) => {
  const path = join(folder.path, `${String(i)}.yml`);
  return { ...given, subject: given.about ?? 'A healthy system', path };
});

describe.skipIf(!hasPromtool)('promtool accepts', () => {
  let verdicts: Verdicts;
  beforeAll(async () => {
    for (const given of cases) writeFileSync(given.path, promtoolTest(given, RULES));
    verdicts = await testRules(cases.map(({ path }) => path));
  });

  test('the rules', () => {
    expect(promtool('check', 'rules', RULES)).toContain('SUCCESS');
  });

  test('the configuration of Prometheus', () => {
    expect(promtool('check', 'config', inPrometheus('prometheus.yml'))).toContain('SUCCESS');
  });

  test.each(cases)('that $subject $title', ({ path }) => {
    expect(verdicts.passed, verdicts.faults).toContain(path);
  });
});
