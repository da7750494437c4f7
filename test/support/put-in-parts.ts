import {
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';

/** The fewest bytes that a part may have, if it is not the last. */
export const PART_BYTES = 5 << 20;

/** Puts an object as tools put large ones: its ETag is no hash of its bytes, and has a dash in it. */
export async function putInParts(
  client: S3Client,
  place: { readonly Bucket: string; readonly Key: string },
  bytes: Uint8Array,
): Promise<void> {
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(place));
  const parts: CompletedPart[] = [];
  for (let at = 0; at < bytes.length; at += PART_BYTES) {
    const PartNumber = parts.length + 1;
    const Body = bytes.subarray(at, at + PART_BYTES);
    const upload = new UploadPartCommand({ ...place, UploadId, PartNumber, Body });
    const { ETag } = await client.send(upload);
    parts.push({ PartNumber, ETag });
  }
  const MultipartUpload = { Parts: parts };
  await client.send(new CompleteMultipartUploadCommand({ ...place, UploadId, MultipartUpload }));
}
