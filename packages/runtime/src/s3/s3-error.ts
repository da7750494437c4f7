import type { FailureCode } from '@earmark/core/failure/codes.js';
import { EarmarkError } from '@earmark/core/failure/earmark-error.js';
import {
  BUCKET_FAILURES,
  OBJECT_FAILURES,
  type AskedBucket,
  type Failures,
} from './s3-failures.ts';

/** What the SDK throws when a bucket is listed, as one of our errors; any other error unchanged. */
export function toBucketError(error: unknown, asked: AskedBucket): unknown {
  return named(error, asked, { failures: BUCKET_FAILURES, otherwise: 'SOURCE_DENIED' });
}

/** The same of an object. */
export function toObjectError(error: unknown, asked: AskedBucket): unknown {
  return named(error, asked, { failures: OBJECT_FAILURES, otherwise: 'SOURCE_UNREADABLE' });
}

/** SOURCE_UNAVAILABLE: the store is not well, or something between it and us. */
export function unavailable(
  { endpoint }: AskedBucket,
  reason: string,
  cause?: unknown,
): EarmarkError {
  return new EarmarkError(
    'SOURCE_UNAVAILABLE',
    `${endpoint} is out of order or out of reach: ${reason}. Check the network and AWS_ENDPOINT_URL_S3, then run ` +
      'the same command again.',
    { cause },
  );
}

interface Naming {
  readonly failures: Failures;
  /** For what a server refuses in words of its own. */
  readonly otherwise: FailureCode;
}

function named(error: unknown, asked: AskedBucket, { failures, otherwise }: Naming): unknown {
  if (!(error instanceof Error) || error instanceof EarmarkError) return error;
  const status = statusOf(error);
  const failure = failures[error.name] ?? failures[String(status)];
  if (failure) return new EarmarkError(failure.code, failure.sentence(asked), { cause: error });
  if (isPassing(error, status)) return unavailable(asked, reasonOf(error), error);
  if (status === undefined) return error;
  const { bucket, endpoint } = asked;
  const message = `${endpoint} refuses a request for the bucket "${bucket}": ${reasonOf(error)}.`;
  return new EarmarkError(otherwise, message, { cause: error });
}

/** Of the server's answer; undefined when there was none. */
function statusOf(error: Error): number | undefined {
  const { $metadata } = error as { $metadata?: { httpStatusCode?: number } };
  return $metadata?.httpStatusCode;
}

const TOO_MANY_REQUESTS = 429;

/** The server's own failure, too much to do for it, or a connection that was not made or broke. */
function isPassing(error: Error, status = 0): boolean {
  const isSystems = 'code' in error && typeof error.code === 'string' && status === 0;
  return (
    status >= 500 || status === TOO_MANY_REQUESTS || isSystems || error.name === 'TimeoutError'
  );
}

function reasonOf({ name, message }: Error): string {
  const text = message.replace(/\s+/g, ' ').trim().replace(/\.$/, '');
  return name === 'Error' ? text : [name, text].filter(Boolean).join(', ');
}
