import { expect } from 'vitest';
import type { Variables } from './earmark.ts';
import { earmarkHere } from './earmark-here.ts';
import type { Stage } from './stage.ts';

/** Expects that these variables end a program with exit code 2 and one sentence, and that doctor finds the same. */
export async function expectConfigurationRefused(
  stage: Stage,
  { part, variables: more, says }: { part: string; variables: Variables; says: RegExp },
): Promise<void> {
  const variables = { ...stage.variables, ...more };
  const [doctor, produced] = await Promise.all([
    earmarkHere(['doctor', '--json'], variables),
    earmarkHere(['produce', stage.music], { ...variables, EARMARK_LOG_LEVEL: 'silent' }),
  ]);
  expect(produced.stderr).toMatch(says);
  expect(produced.stderr).toMatch(/^earmark: .*\n$/);
  expect(produced.exitCode).toBe(2);
  const { findings } = JSON.parse(doctor.stdout) as { findings: readonly { part: string }[] };
  expect(findings.find((finding) => finding.part === part)).toMatchObject({
    state: 'needed',
    found: expect.stringMatching(says) as string,
  });
}
