import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** How the tasks of an entry may end; null when it is tagged. */
export type ExpectedCode = string | null;

/**
 * Puts into a folder what no musician would: links, pipes, files of holes and names of all kinds. Says how each
 * must end, by name.
 *
 * @param sound the bytes of a file that can be tagged
 * @param secret path of a text whose words must not get into any message
 */
export function placeOddEntries(
  folder: string,
  { sound, secret }: { readonly sound: Buffer; readonly secret: string },
): ReadonlyMap<string, ExpectedCode> {
  for (const [name, place] of Object.entries(ENTRIES)) place.put(join(folder, name), secret);
  for (const [i, name] of SOUND_NAMES.entries()) {
    // Other bytes each, else one is taken for the other.
    writeFileSync(join(folder, name), Buffer.concat([sound, Buffer.alloc(2 * i + 2, 7)]));
  }
  for (const name of NOISE_NAMES) writeFileSync(join(folder, name), `${name} is no sound.`);
  const notUtf8 = Buffer.from('a name \xff that is no text.mp3', 'latin1');
  writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), notUtf8]), sound);
  return new Map<string, ExpectedCode>([
    ...Object.entries(ENTRIES).map(([name, { code }]) => [name, code] as const),
    ...SOUND_NAMES.map((name) => [name, null] as const),
    ...NOISE_NAMES.map((name) => [name, 'AUDIO_UNDECODABLE'] as const),
    ['./a%20name%20%FF%20that%20is%20no%20text.mp3', null],
  ]);
}

interface Entry {
  readonly code: string;
  readonly put: (path: string, secret: string) => void;
}

const ENTRIES: Readonly<Record<string, Entry>> = {
  'endless.wav': {
    code: 'SOURCE_UNREADABLE',
    put: (path) => symlinkSync('/dev/zero', path),
  },
  'nothing.wav': { code: 'SOURCE_UNREADABLE', put: (path) => symlinkSync('/dev/null', path) },
  'circle.wav': { code: 'SOURCE_UNREADABLE', put: (path) => symlinkSync(path, path) },
  'gone.wav': { code: 'SOURCE_NOT_FOUND', put: (path) => symlinkSync(`${path}.not`, path) },
  'folder.wav': { code: 'SOURCE_UNREADABLE', put: (path) => mkdirSync(path) },
  'users.wav': { code: 'AUDIO_UNDECODABLE', put: (path) => symlinkSync('/etc/passwd', path) },
  'secret.mp3': { code: 'AUDIO_UNDECODABLE', put: (path, secret) => symlinkSync(secret, path) },
  // More pipes than there are threads that open files.
  ...Object.fromEntries([1, 2, 3, 4, 5, 6].map((i) => [`pipe ${String(i)}.wav`, pipe()])),
  'a terabyte of nothing.wav': {
    code: 'AUDIO_TOO_LONG',
    put: (path) => {
      writeFileSync(path, 'RIFF\xff\xff\xff\xffWAVEfmt ');
      truncateSync(path, 2 ** 40);
    },
  },
};

function pipe(): Entry {
  return { code: 'SOURCE_UNREADABLE', put: (path) => void execFileSync('mkfifo', [path]) };
}

const SOUND_NAMES = [
  '-i.wav',
  'http:__127.0.0.1_.wav',
  '%s%n%d%99999d.wav',
  `'; drop table track; --.wav`,
  '$(touch earmark-was-here) `id`.wav',
  'back\\slash "quote".wav',
  'two\nlines\tand\rmore.wav',
  '\u202eright to left\u0007.wav',
  '音乐 é e\u0301 🎵.wav',
  `${'long '.repeat(50)}.wav`,
];

/** What the system says when it runs out of something, as the name of a file that fails. */
const NOISE_NAMES = [
  'No space left on device.mp3',
  'a\nav_interleaved_write_frame(): No space left on device\n.mp3',
  'a\u0001b\nError writing trailer of pipe:1: No space left on device\n.mp3',
  'Cannot allocate memory.mp3',
  'Permission denied.mp3',
];
