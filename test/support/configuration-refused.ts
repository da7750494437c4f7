import { expect } from 'vitest';
import type { Variables } from './earmark.ts';
import { earmarkHere } from './earmark-here.ts';
import type { Stage } from './stage.ts';

export interface RefusedConfiguration {
  readonly variables: Variables;
  /** What must be said. */
  readonly says: RegExp;
}

/** Expects that these variables end a program with exit code 2 and one sentence. */
export async function expectConfigurationRefused(
  stage: Stage,
  { variables, says }: RefusedConfiguration,
): Promise<void> {
  const { exitCode, stderr } = await earmarkHere(['produce', stage.music], {
    ...stage.variables,
    ...variables,
    EARMARK_LOG_LEVEL: 'silent',
  });
  expect(stderr).toMatch(says);
  expect(stderr).toMatch(/^earmark: .*\n$/);
  expect(exitCode).toBe(2);
}

/** Expects that doctor finds the same of this part. */
export async function expectFoundByDoctor(
  stage: Stage,
  part: 'ledger' | 'queue',
  { variables, says }: RefusedConfiguration,
): Promise<void> {
  const { stdout } = await earmarkHere(['doctor', '--json'], { ...stage.variables, ...variables });
  const { findings } = JSON.parse(stdout) as { findings: readonly { part: string }[] };
  expect(findings.find((finding) => finding.part === part)).toMatchObject({
    state: 'needed',
    found: expect.stringMatching(says) as string,
  });
}
