const SCHEME = 's3://';

/** An object by its key, or every object whose key has this prefix. */
export interface S3Location {
  readonly bucket: string;
  readonly key: string;
}

/** Whether a name is an address, `https://host` or `s3://bucket`, and no path. */
export function isAddress(name: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(name);
}

export function isS3Uri(name: string): boolean {
  return name.startsWith(SCHEME);
}

/**
 * `s3://bucket/key`, with the key as it is, as other tools print and read it. Nothing is percent-encoded: every
 * possible key, with `%`, `?`, `//` or `..` in it, is what follows the bucket.
 */
export function toS3Uri({ bucket, key }: S3Location): string {
  return `${SCHEME}${bucket}/${key}`;
}

/** The reverse; undefined when no bucket is named. */
export function parseS3Uri(uri: string): S3Location | undefined {
  const [bucket = ''] = uri.slice(SCHEME.length).split('/', 1);
  if (!isS3Uri(uri) || bucket === '') return undefined;
  return { bucket, key: uri.slice(SCHEME.length + bucket.length + 1) };
}
