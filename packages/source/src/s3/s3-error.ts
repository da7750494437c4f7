import { certificateFault, EarmarkError, errorCode, type FailureCode } from '@earmark/core/failure';

/** An error of the SDK while listing a bucket, as an EarmarkError; any other error unchanged. */
export function toBucketError(error: unknown, target: BucketTarget): unknown {
  return translate(error, target, { failures: BUCKET_FAILURES, otherwise: 'SOURCE_DENIED' });
}

/** The same for reading an object. */
export function toObjectError(error: unknown, target: BucketTarget): unknown {
  return translate(error, target, { failures: OBJECT_FAILURES, otherwise: 'SOURCE_UNREADABLE' });
}

/** The same for writing, copying or removing one. */
export function toWriteError(error: unknown, target: BucketTarget): unknown {
  return translate(error, target, { failures: WRITE_FAILURES, otherwise: 'SOURCE_DENIED' });
}

/** SOURCE_UNAVAILABLE: the store or the network between it and this machine does not work. */
export function unavailable(
  { endpoint }: BucketTarget,
  reason: string,
  cause?: unknown,
): EarmarkError {
  return new EarmarkError(
    'SOURCE_UNAVAILABLE',
    `${endpoint} is unavailable: ${reason}. Check the network and AWS_ENDPOINT_URL_S3, then run ` +
      'the same command again.',
    { cause },
  );
}

interface Translation {
  readonly failures: Failures;
  /** Code of a refusal that is not in the table. */
  readonly otherwise: FailureCode;
}

function translate(
  error: unknown,
  target: BucketTarget,
  { failures, otherwise }: Translation,
): unknown {
  if (!(error instanceof Error) || error instanceof EarmarkError) return error;
  const status = statusOf(error);
  const failure = failures[error.name] ?? failures[String(status)];
  if (failure) return new EarmarkError(failure.code, failure.sentence(target), { cause: error });
  const distrust = distrustOf(error, target);
  if (distrust !== undefined) return new EarmarkError('SOURCE_DENIED', distrust, { cause: error });
  if (isTemporary(error, status)) return unavailable(target, reasonOf(error), error);
  if (status === undefined) return error;
  const { bucket, endpoint } = target;
  const message = `${endpoint} refuses a request for the bucket "${bucket}": ${reasonOf(error)}.`;
  return new EarmarkError(otherwise, message, { cause: error });
}

/** Why TLS with the store fails, and what to do; undefined when something else is wrong. */
function distrustOf(error: Error, { endpoint }: BucketTarget): string | undefined {
  if (/wrong.version.number/i.test(`${errorCode(error)} ${error.message}`))
    return `${endpoint} does not speak TLS. Begin AWS_ENDPOINT_URL_S3 with http://.`;
  const fault = certificateFault(error);
  return fault && `${endpoint} cannot be trusted: ${fault}`;
}

/** HTTP status of the server's answer; undefined when there was none. */
function statusOf(error: Error): number | undefined {
  const { $metadata } = error as { $metadata?: { httpStatusCode?: number } };
  return $metadata?.httpStatusCode;
}

const TOO_MANY_REQUESTS = 429;

/** A failure of the server, too many requests, or a connection that was refused or broke. */
function isTemporary(error: Error, status = 0): boolean {
  const isSystemError = errorCode(error) !== '' && status === 0;
  return (
    status >= 500 || status === TOO_MANY_REQUESTS || isSystemError || error.name === 'TimeoutError'
  );
}

function reasonOf({ name, message }: Error): string {
  const text = message.replace(/\s+/g, ' ').trim().replace(/\.$/, '');
  return name === 'Error' ? text : [name, text].filter(Boolean).join(', ');
}

/** The bucket of a request, and the address that it was sent to. */
export interface BucketTarget {
  readonly bucket: string;
  readonly endpoint: string;
}

type Sentence = (target: BucketTarget) => string;

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
const otherRegion = denied(
  ({ bucket, endpoint }) =>
    `The bucket "${bucket}" is in another region than ${endpoint}. Set AWS_REGION to it.`,
);

/** Failures of this machine's settings, whatever it requests. */
const CONFIGURATION_FAILURES: Failures = {
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
  PermanentRedirect: otherRegion,
  AuthorizationHeaderMalformed: otherRegion,
};

const noBucket: Failure = {
  code: 'SOURCE_NOT_FOUND',
  sentence: ({ bucket, endpoint }) =>
    `There is no bucket "${bucket}" at ${endpoint}. Check its name, AWS_ENDPOINT_URL_S3 and AWS_REGION.`,
};

/** Failures of listing a bucket. */
export const BUCKET_FAILURES: Failures = {
  ...CONFIGURATION_FAILURES,
  NoSuchBucket: noBucket,
  403: denied(
    ({ bucket, endpoint }) =>
      `${endpoint} does not let these credentials list the bucket "${bucket}". ` +
      'Give them s3:ListBucket on it and s3:GetObject on its objects, or use others.',
  ),
};

export const OBJECT_CHANGED =
  'The object changed after it was listed. Run the same command again to tag its new version.';

/** Failures of reading an object. */
export const OBJECT_FAILURES: Failures = {
  ...CONFIGURATION_FAILURES,
  NoSuchBucket: noBucket,
  InvalidObjectState: {
    code: 'SOURCE_UNREADABLE',
    sentence: () => 'The object is in an archive. Restore it, then run the same command again.',
  },
  403: {
    code: 'SOURCE_UNREADABLE',
    sentence: ({ bucket, endpoint }) =>
      `${endpoint} does not let these credentials read the object. Give them s3:GetObject in "${bucket}".`,
  },
  404: {
    code: 'SOURCE_NOT_FOUND',
    sentence: () => 'The object does not exist (any more).',
  },
  412: { code: 'SOURCE_CHANGED', sentence: () => OBJECT_CHANGED },
};

/** Failures of writing an object. */
export const WRITE_FAILURES: Failures = {
  ...CONFIGURATION_FAILURES,
  NoSuchBucket: noBucket,
  403: denied(
    ({ bucket, endpoint }) =>
      `${endpoint} does not let these credentials write to the bucket "${bucket}". ` +
      'Give them s3:PutObject, s3:AbortMultipartUpload and s3:DeleteObject on its objects, or use others.',
  ),
  404: noBucket,
};
