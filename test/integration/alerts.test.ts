import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { CASES } from '../../infra/prometheus/src/cases.ts';
import { promtoolTest } from '../../infra/prometheus/src/promtool-test.ts';
import { hasPromtool, promtool } from '../support/promtool.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const inPrometheus = (path: string) =>
  fileURLToPath(new URL(`../../infra/prometheus/${path}`, import.meta.url));
const RULES = inPrometheus('rules/earmark.yml');

const folder = temporaryFolder();
afterAll(() => folder.remove());

const cases = CASES.map((given) => ({ ...given, subject: given.about ?? 'A healthy system' }));

describe.skipIf(!hasPromtool)('promtool accepts', () => {
  test('the rules', () => {
    expect(promtool('check', 'rules', RULES)).toContain('SUCCESS');
  });

  test('the configuration of Prometheus', () => {
    expect(promtool('check', 'config', inPrometheus('prometheus.yml'))).toContain('SUCCESS');
  });

  test.each(cases)('that $subject $title', (given) => {
    const path = join(folder.path, 'case.yml');
    writeFileSync(path, promtoolTest(given, RULES));
    expect(promtool('test', 'rules', path)).toContain('SUCCESS');
  });
});
