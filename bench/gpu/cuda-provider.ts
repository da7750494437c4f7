import { spawnSync } from 'node:child_process';
import { existsSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DEVICES, onnxruntimeFolder } from '@earmark/inference/devices';

const SEARCH_MS = 20_000;

/**
 * Has onnxruntime find its CUDA provider where this machine has one, e.g. in the onnxruntime-gpu of a Python.
 *
 * @returns the folder that it was found in; undefined where there is none, or it is installed already
 */
export function linkCudaProvider(): string | undefined {
  const files = DEVICES.cuda.addition?.files ?? [];
  const target = onnxruntimeFolder();
  if (files.every((file) => existsSync(join(target, file)))) return undefined;
  const folder = foldersWith('libonnxruntime_providers_cuda.so').find((each) =>
    files.every((file) => existsSync(join(each, file))),
  );
  if (folder === undefined) return undefined;
  for (const file of files) symlinkSync(join(folder, file), join(target, file));
  return folder;
}

/** Folders of this disk, as far as the search comes; it may not be allowed to read them all. */
function foldersWith(file: string): readonly string[] {
  const options = { timeout: SEARCH_MS, encoding: 'utf8' } as const;
  const { stdout } = spawnSync('find', ['/', '-xdev', '-name', file], options);
  // Null where there is no such program.
  return ((stdout as string | null) ?? '').split('\n').filter(Boolean).map(dirname);
}
