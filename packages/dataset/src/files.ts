import { open, realpath, stat } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { parseTagList } from '@earmark/core/corpus';
import { type MetadataTable, parseMetadataTable } from '@earmark/core/dataset';
import { EarmarkError } from '@earmark/core/failure';
import { decodeText } from '@earmark/core/text';
import type { Context } from '@earmark/runtime/command';
import { readInput, writeFileAtomic } from '@earmark/runtime/files';

/** The path that stands for standard input or standard output. */
const STANDARD = '-';

type Content = Iterable<string | Uint8Array>;

/** The files of one command, of which one may be standard input and one standard output. */
export interface Files {
  /** @throws USAGE_INVALID when it cannot be read, or is standard input a second time */
  readBytes(path: string): Promise<Uint8Array>;
  readText(path: string): Promise<string>;
  readTable(path: string): Promise<MetadataTable>;
  readTagList(path: string): Promise<readonly string[]>;
  /** Writes a file whole or not at all. @throws USAGE_INVALID, DISK_FULL */
  write(path: string, content: Content): Promise<void>;
  /** The files that were written, without standard output. */
  written(): readonly string[];
  /** Prints a sentence to stderr, so that it reaches people when the rest goes into a file. */
  warn(text: string): void;
  /** Prints the result of the command: to stderr where a file was written to standard output. */
  print(text: string): void;
}

export function openFiles({
  openInput,
  out,
  err,
}: Pick<Context, 'openInput' | 'out' | 'err'>): Files {
  const written: string[] = [];
  let readsInput = false;
  let writesOutput = false;
  const readBytes = async (path: string) => {
    if (path !== STANDARD) return readInput(path);
    if (readsInput) throw usedTwice('Standard input');
    readsInput = true;
    return buffer(openInput());
  };
  const readText = async (path: string) => decodeText(await readBytes(path), nameOf(path));
  return {
    readBytes,
    readText,
    readTable: async (path) => parseMetadataTable(await readText(path), nameOf(path)),
    readTagList: async (path) => parseTagList(await readText(path), nameOf(path)),
    async write(path, content) {
      if (path !== STANDARD) {
        await writeFile(path, content);
        written.push(path);
        return;
      }
      if (writesOutput) throw usedTwice('Standard output');
      writesOutput = true;
      for (const piece of content) out.write(piece);
    },
    written: () => written,
    warn: (text) => void err.write(`${text}\n`),
    print: (text) => void (writesOutput ? err : out).write(text),
  };
}

/** An input as messages name it. */
export function nameOf(path: string): string {
  return path === STANDARD ? 'Standard input' : path;
}

function usedTwice(stream: string): EarmarkError {
  return new EarmarkError(
    'USAGE_INVALID',
    `${stream}, "-", can stand for one file only. Name the other one.`,
  );
}

/** A file is replaced as a whole, behind a link too; into a pipe or a device, which cannot be replaced, it is written. */
async function writeFile(path: string, content: Content): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (!found || found.isFile() || found.isDirectory()) {
    const target = await realpath(path).catch(() => path);
    await writeFileAtomic(target, content);
    return;
  }
  const file = await open(path, 'w');
  try {
    for (const piece of content) await file.appendFile(piece);
  } finally {
    await file.close();
  }
}
