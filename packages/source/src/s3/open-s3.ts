import type { Environment } from '@earmark/runtime/config';
import type { S3, S3Options } from './s3.ts';

/** The S3 that the standard AWS variables name. No request is sent yet. */
export async function openS3(env: Environment, options: S3Options = {}): Promise<S3> {
  // The SDK takes a fifth of a second to load: it is loaded only when it is needed.
  const { connectS3 } = await import('./s3-client.ts');
  return connectS3(env, options);
}
