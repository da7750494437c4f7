import { EarmarkError } from '@earmark/core/failure';

/** A model that is refused, with every reason in a line of its own. */
export function mismatch(name: string, findings: readonly string[]): EarmarkError {
  return new EarmarkError(
    'MODEL_MISMATCH',
    `${name} was not added, as its manifest does not fit its network:\n${findings.map((finding) => `  ${finding}`).join('\n')}`,
  );
}
