import { EarmarkError, type FailureCode } from '@earmark/core/failure';

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

/** What was asked for, and of whom. */
export interface AskedBucket {
  readonly bucket: string;
  readonly endpoint: string;
}

type Sentence = (asked: AskedBucket) => string;

interface Failure {
  readonly code: FailureCode;
  readonly sentence: Sentence;
}

/** By the name of the SDK's error, else by the status of the answer. */
export type Failures = Readonly<Record<string, Failure>>;

const denied = (sentence: Sentence): Failure => ({ code: 'SOURCE_DENIED', sentence });

const CREDENTIALS =
  'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, to credentials that may read it.';

const rejected = denied(
  ({ bucket, endpoint }) =>
    `${endpoint} does not accept the credentials for the bucket "${bucket}". ${CREDENTIALS}`,
);
const expired = denied(
  ({ bucket, endpoint }) =>
    `${endpoint} says that the credentials for the bucket "${bucket}" have expired. Renew them.`,
);
const elsewhere = denied(
  ({ bucket, endpoint }) =>
    `The bucket "${bucket}" lies in another region than ${endpoint} serves. Set AWS_REGION to it.`,
);

/** What is wrong with this machine, whatever it asks for. */
const OWN: Failures = {
  CredentialsProviderError: denied(
    ({ bucket }) => `There are no credentials for the bucket "${bucket}". ${CREDENTIALS}`,
  ),
  InvalidAccessKeyId: rejected,
  SignatureDoesNotMatch: rejected,
  InvalidToken: rejected,
  ExpiredToken: expired,
  TokenRefreshRequired: expired,
  RequestTimeTooSkewed: denied(
    ({ endpoint }) => `The clock of this machine and that of ${endpoint} differ too much. Set it.`,
  ),
  PermanentRedirect: elsewhere,
  AuthorizationHeaderMalformed: elsewhere,
};

const noBucket: Failure = {
  code: 'SOURCE_NOT_FOUND',
  sentence: ({ bucket, endpoint }) =>
    `There is no bucket "${bucket}" at ${endpoint}. Check its name, AWS_ENDPOINT_URL_S3 and AWS_REGION.`,
};

/** What may go wrong when a bucket is listed. */
export const BUCKET_FAILURES: Failures = {
  ...OWN,
  NoSuchBucket: noBucket,
  403: denied(
    ({ bucket, endpoint }) =>
      `${endpoint} does not let these credentials list the bucket "${bucket}". ` +
      'Give them s3:ListBucket on it and s3:GetObject on its objects, or use others.',
  ),
};

export const OBJECT_CHANGED =
  'The object changed after it was listed. Run the same command again to tag its new version.';

/** What may go wrong when an object is read. */
export const OBJECT_FAILURES: Failures = {
  ...OWN,
  NoSuchBucket: noBucket,
  InvalidObjectState: {
    code: 'SOURCE_UNREADABLE',
    sentence: () => 'The object lies in an archive. Restore it, then run the same command again.',
  },
  403: {
    code: 'SOURCE_UNREADABLE',
    sentence: ({ bucket, endpoint }) =>
      `${endpoint} does not let these credentials read the object. Give them s3:GetObject in "${bucket}".`,
  },
  404: {
    code: 'SOURCE_NOT_FOUND',
    sentence: () => 'The object is not there (any more).',
  },
  412: { code: 'SOURCE_CHANGED', sentence: () => OBJECT_CHANGED },
};
