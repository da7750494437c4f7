import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import type { Environment } from '../config/environment.ts';
import { bucketAnswers } from './bucket-answers.ts';
import { headObject } from './head-object.ts';
import { listObjects } from './list-objects.ts';
import { readObject } from './read-object.ts';
import type { S3, S3Options } from './s3.ts';

/** What a request is sent through, and where to. */
export interface Connection {
  readonly client: S3Client;
  readonly endpoint: string;
}

const STALL_MS = 30_000;
const CONNECT_MS = 10_000;

/** An S3 by way of the AWS SDK, which finds credentials and profile for itself. */
export async function connectS3(env: Environment, { stallMs = STALL_MS }: S3Options): Promise<S3> {
  const url = env.AWS_ENDPOINT_URL_S3 ?? env.AWS_ENDPOINT_URL;
  const region = env.AWS_REGION ?? env.AWS_DEFAULT_REGION;
  const client = await withRegion({
    ...(region === undefined ? {} : { region }),
    ...(url === undefined ? { followRegionRedirects: true } : compatible(url)),
    maxAttempts: env.AWS_MAX_ATTEMPTS,
    requestHandler: { connectionTimeout: CONNECT_MS, socketTimeout: stallMs },
  });
  const endpoint = url ?? `AWS (${await client.config.region()})`;
  const connection: Connection = { client, endpoint };
  return {
    endpoint,
    list: (place, signal) => listObjects(connection, place, signal),
    head: (place, signal) => headObject(connection, place, signal),
    answers: (bucket, signal) => bucketAnswers(connection, bucket, signal),
    read: (wanted, signal) => readObject(connection, wanted, signal),
  };
}

/** For servers other than AWS: no host name of its own for each bucket, no checksum trailers. */
function compatible(endpoint: string): S3ClientConfig {
  return {
    endpoint,
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  };
}

/** The region may also be in the user's profile; where nobody names one, any will do to be redirected. */
async function withRegion(config: S3ClientConfig): Promise<S3Client> {
  const client = new S3Client(config);
  const isKnown = await client.config.region().then(
    () => true,
    () => false,
  );
  return isKnown ? client : new S3Client({ ...config, region: 'us-east-1' });
}
