import type { FailureCode } from '@earmark/core/failure/codes.js';

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
