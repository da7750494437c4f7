/** What a listing, HEAD and GET say of an object, in the words of the SDK. */
export interface ObjectAttributes {
  readonly ETag?: string | undefined;
  readonly sizeBytes: number | undefined;
  readonly LastModified?: Date | undefined;
}

/** No ETag begins like this: it would be that of an object which has none. */
const NO_ETAG = 'no-etag:';

/** The version of an object: its ETag or, where the server gives none, its size and the second of its modification. */
export function objectVersion({ ETag = '', ...rest }: ObjectAttributes): string {
  return bareEtag(ETag) || versionWithoutEtag(rest);
}

/** Whether the object has this version. One that was listed without an ETag may have one when it is read. */
export function hasVersion(attributes: ObjectAttributes, version: string): boolean {
  return version.startsWith(NO_ETAG)
    ? versionWithoutEtag(attributes) === version
    : bareEtag(attributes.ETag ?? '') === version;
}

/** The condition of a request that only this version may answer. A size and a time cannot be one. */
export function versionCondition(version: string): { IfMatch?: string } {
  return version.startsWith(NO_ETAG) ? {} : { IfMatch: `"${version}"` };
}

function versionWithoutEtag({ sizeBytes, LastModified }: ObjectAttributes): string {
  // A listing may have milliseconds, an HTTP header never has.
  const seconds = LastModified && Math.floor(LastModified.getTime() / 1_000);
  return `${NO_ETAG}${String(sizeBytes ?? '')}:${String(seconds ?? '')}`;
}

/** An ETag without its quotes, which some servers leave out always or sometimes. */
function bareEtag(etag: string): string {
  return etag.replaceAll('"', '');
}
