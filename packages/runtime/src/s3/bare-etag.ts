/** An ETag without the quotes that some servers put around it, and some only now and then. */
export function bareEtag(etag: string): string {
  return etag.replaceAll('"', '');
}
