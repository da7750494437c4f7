import type { FailureCode } from '@earmark/core/failure';
import type { TagJob } from '@earmark/core/run';

/**
 * Proves that a failure is the track's own, before it is settled.
 *
 * @throws a `stop` failure when this worker would fail on other tracks too; the reason of the signal
 */
export type SelfCheck = (code: FailureCode, job: TagJob, signal: AbortSignal) => Promise<void>;

export interface Checks {
  /** Whether the source of the job is on this machine. @throws SOURCE_DENIED */
  source(job: TagJob, signal: AbortSignal): Promise<void>;
  /** Whether this worker can decode. @throws DECODER_UNAVAILABLE and other `stop` failures */
  decoder(signal: AbortSignal): Promise<void>;
}

type Check = (checks: Checks, job: TagJob, signal: AbortSignal) => Promise<void>;

const source: Check = (checks, job, signal) => checks.source(job, signal);
const decoder: Check = (checks, _, signal) => checks.decoder(signal);

/** Failures that a track and a machine can both be the reason of, with what tells them apart. */
const CHECK_OF: Partial<Record<FailureCode, Check>> = {
  SOURCE_NOT_FOUND: source,
  SOURCE_UNREADABLE: source,
  AUDIO_UNDECODABLE: decoder,
  AUDIO_EMPTY: decoder,
  DECODE_TIMEOUT: decoder,
  UNEXPECTED: decoder,
};

export function createSelfCheck(checks: Checks): SelfCheck {
  return async (code, job, signal) => CHECK_OF[code]?.(checks, job, signal);
}
