export { openStorage } from './open-storage.ts';
export { sha256OfFile } from './sha256-of-file.ts';
export {
  type FileState,
  type ListedFile,
  type ReadOptions,
  type Storage,
  type StoredFile,
} from './storage.ts';
