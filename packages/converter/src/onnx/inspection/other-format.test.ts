import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { legacyCheckpoint, pickle } from '../../../../../test/support/legacy-checkpoint.ts';
import { smallNetwork, writeOnnx } from '../../../../../test/support/onnx-writer.ts';
import { networkRefusal } from '../../../../../test/support/refusal.ts';
import { tinyCheckpoint } from '../../../../../test/support/tiny-models.ts';
import { zipArchive } from '../../../../../test/support/zip-checkpoint.ts';

const LFS_POINTER = `version https://git-lfs.github.com/spec/v1
oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393
size 12345
`;

test.each([
  { file: Buffer.alloc(0), message: 'The file is empty. Fetch it again.' },
  {
    file: Buffer.from(LFS_POINTER),
    message:
      'The file is a Git LFS pointer, which says where the network is. Fetch the file itself with git lfs pull.',
  },
  {
    file: Buffer.from('\uFEFF\n<!DOCTYPE html><html><title>Sign in</title>'),
    message: 'The file is a web page, such as that of a login.',
  },
  {
    file: Buffer.from('<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>'),
    message: 'The file is XML, such as the error of a storage service.',
  },
  { file: Buffer.from('{"error": "Unauthorized"}'), message: 'The file is JSON.' },
  {
    file: tinyCheckpoint('sample'),
    message:
      'The file is a PyTorch checkpoint, which has weights and no network. Export the network with torch.onnx.export.',
  },
  { file: tinyCheckpoint('fcn'), message: 'The file is a Python pickle, such as an old PyTorch' },
  { file: legacyCheckpoint(pickle.dict({}), {}), message: 'The file is a Python pickle' },
  {
    file: zipArchive([{ name: 'model.onnx', content: writeOnnx(smallNetwork()) }]),
    message: 'The file is a zip archive. Unpack it, and name the .onnx file that is in it.',
  },
  { file: gzipSync(writeOnnx(smallNetwork())), message: 'The file is compressed with gzip.' },
  {
    file: Buffer.concat([Buffer.from('0a00000000000000', 'hex'), Buffer.from('{"w":"F32"}')]),
    message: 'The file is a safetensors file',
  },
  { file: Buffer.from('\u0018\0\0\0ORTM', 'latin1'), message: 'The file is in the ORT format' },
  { file: Buffer.from('\u001c\0\0\0TFL3', 'latin1'), message: 'The file is a TensorFlow Lite' },
  { file: Buffer.from('\u0089HDF\r\n\u001a\n', 'latin1'), message: 'The file is an HDF5 file' },
  {
    // A node with the name "x" and the operator "Placeholder".
    file: Buffer.from('0a100a0178120b506c616365686f6c646572', 'hex'),
    message: 'The file is a TensorFlow graph (.pb).',
  },
])('$message', ({ file, message }) => {
  const refusal = networkRefusal(file);
  expect(refusal).toContain(message);
});

test.each([
  { what: 'text', file: Buffer.from('Not found') },
  { what: 'zeros', file: Buffer.alloc(1_000) },
  { what: 'a message of another kind', file: Buffer.from('0896011a0208012200', 'hex') },
])('a file of $what is refused as damaged or no network', ({ file }) => {
  const refusal = networkRefusal(file);
  expect(refusal).toContain('fetch it again and compare its size and hash');
});
