import { EarmarkError, type FailureCode } from '@earmark/core/failure';

/** Why an archive is not what was published, in words that follow its name. */
export class ArchiveFault extends Error {
  constructor(reason: string, options?: ErrorOptions) {
    super(reason, options);
    this.name = 'ArchiveFault';
  }
}

/** Failures that concern one archive; the others have a chance. */
const OF_ONE: ReadonlySet<FailureCode> = new Set([
  'SOURCE_NOT_FOUND',
  'SOURCE_CHANGED',
  'SOURCE_UNAVAILABLE',
]);

/** Why this archive failed, in a sentence; undefined for an error that ends the command. */
export function reasonOfOne(archive: string, error: unknown): string | undefined {
  if (error instanceof ArchiveFault) return `${archive} ${error.message}`;
  return error instanceof EarmarkError && OF_ONE.has(error.code) ? error.message : undefined;
}
