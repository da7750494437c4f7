export { type BytePath, bytesOf, textOf, toBytePath, toFileUri } from './byte-path.ts';
export { localPath } from './local-path.ts';
