import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { NetworkInspection } from '@earmark/converter/onnx';
import { EarmarkError, messageOf } from '@earmark/core/failure';
import { FileName, type ModelManifest } from '@earmark/core/model';
import { sha256 } from '../hashes.ts';
import type { ModelFile } from '../install-files.ts';
import { mismatch } from './mismatch.ts';

/** The bytes of a file of a model. @throws USAGE_INVALID when there is no such file; MODEL_MISMATCH when it is another one than the manifest says */
export async function readModelFile(
  path: string,
  expected: string | undefined,
): Promise<Uint8Array> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new EarmarkError(
      'USAGE_INVALID',
      `${path} cannot be read (${messageOf(cause)}). Put it beside the manifest; a network elsewhere is named with --onnx FILE.`,
      { cause },
    );
  });
  const actual = sha256(bytes);
  if (expected === undefined || expected === actual) return bytes;
  throw new EarmarkError(
    'MODEL_MISMATCH',
    `${path} is not the file that the manifest means: its SHA-256 is ${actual}, and stated is ${expected}. ` +
      'Fetch it again, or correct the manifest if you know that it is the right one.',
  );
}

/** The files that hold its weights, which lie beside it. Throws as `readModelFile` does; MODEL_MISMATCH when one is too short. */
export async function readExternalData(
  path: string,
  { externalData }: NetworkInspection,
  { network, name }: ModelManifest,
): Promise<readonly ModelFile[]> {
  const files: ModelFile[] = [];
  for (const file of new Set(externalData.map((one) => one.file))) {
    const { error } = FileName.safeParse(file);
    if (error) {
      const problem = `The name of its file ${file} ${error.issues[0]?.message ?? 'is not valid'}`;
      throw mismatch(name, [`${problem}: export the network again with another one.`]);
    }
    const expected = network.externalData.find((one) => one.file === file)?.sha256;
    const bytes = await readModelFile(join(dirname(path), file), expected);
    const end = Math.max(
      ...externalData.map((one) => (one.file === file ? one.offset + one.sizeBytes : 0)),
    );
    if (bytes.length < end) {
      throw mismatch(name, [
        `${file} has ${String(bytes.length)} bytes, and the network reads ${String(end)} of it: fetch it again.`,
      ]);
    }
    files.push({ name: file, bytes });
  }
  return files;
}

/** The coefficients of a front end that a model brings along, which lie beside the manifest. Throws as `readModelFile` does. */
export async function readStored(
  folder: string,
  { input }: ModelManifest,
): Promise<readonly ModelFile[]> {
  const stored = input.kind === 'spectrogram' ? input.spectrogram.stored : null;
  if (!stored) return [];
  return [
    { name: stored.file, bytes: await readModelFile(join(folder, stored.file), stored.sha256) },
  ];
}
