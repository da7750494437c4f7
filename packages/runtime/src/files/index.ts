export { assertWritable } from './assert-writable.ts';
export { exists } from './exists.ts';
export { readInput } from './read-input.ts';
export {
  linkTemporaryFile,
  removeAbandonedFiles,
  toTemporaryFileError,
  writeTemporaryFile,
} from './temporary-file.ts';
export { toDiskError } from './write-error.ts';
export { writeFileAtomic } from './write-file-atomic.ts';
