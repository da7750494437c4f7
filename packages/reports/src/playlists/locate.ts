import { realpath } from 'node:fs/promises';
import { relative, resolve } from 'node:path';
import { type BytePath, textOf, toBytePath, toFileUri } from '@earmark/source/paths';

/** How a playlist names a file, on one line. */
export type Locate = (path: BytePath) => string;

/**
 * Names files relative to the folder of the playlists, with `./` or `../` at the beginning, so that both may be moved
 * together, to another disk or under another mount, and no name is taken for a comment or an address. A name that is not UTF-8, or that a
 * line cannot hold, is a `file:` address, and so absolute. Where the folder is reached through a link all paths are
 * absolute: of `LINK/../music` players disagree where it is.
 *
 * @param folder one that exists
 */
export async function createLocate(folder: string): Promise<Locate> {
  const path = resolve(folder);
  return (await realpath(path)) === path ? relativeTo(toBytePath(path)) : absolute;
}

function relativeTo(folder: BytePath): Locate {
  return (path) => {
    const name = textOf(relative(folder, path));
    if (name === undefined || !isOneLine(name)) return toFileUri(path);
    return name.startsWith('../') ? name : `./${name}`;
  };
}

function absolute(path: BytePath): string {
  const name = textOf(path);
  return name === undefined || !isOneLine(name) ? toFileUri(path) : name;
}

/** Readers of playlists end lines in different ways, and some remove blanks at the end of one. */
function isOneLine(name: string): boolean {
  return !/[\u0000-\u001f\u007f-\u009f\u2028\u2029]|\s$/.test(name);
}
