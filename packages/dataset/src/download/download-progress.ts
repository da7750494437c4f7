import { formatBytes, formatCounted } from '@earmark/core/text';
import type { Display } from '@earmark/runtime/display';
import { bar, duration, percent } from '@earmark/runtime/terminal';

/** How far a download is. */
export interface DownloadProgress {
  /** Bytes of an archive that are here. */
  readonly onBytes: (archive: string, nBytes: number) => void;
  /** Its size, as the server announces it. */
  readonly onSize: (archive: string, sizeBytes: number) => void;
  /** An archive needs no more bytes. */
  onEnd(archive: string): void;
  /** Bytes so far. */
  nBytes(): number;
  seconds(): number;
}

/** Bytes come in small pieces: a text for each of them would cost more time than hashing it. */
const SHOW_MS = 100;

/**
 * Shows how many archives are there, the rate, and the time left. Archives count alike until their sizes are known.
 *
 * @param sizes in bytes, of the archives whose sizes are published
 */
export function showDownload(
  display: Display,
  {
    archives,
    sizes,
  }: { readonly archives: readonly string[]; readonly sizes: ReadonlyMap<string, number> },
  now: () => number = () => performance.now(),
): DownloadProgress {
  const beganMs = now();
  const sizeOf = new Map(sizes);
  const received = new Map<string, number>();
  const ended = new Set<string>();
  let nBytes = 0;
  const seconds = () => (now() - beganMs) / 1_000;
  let shownMs = -SHOW_MS;
  const show = () => {
    shownMs = now();
    const shares = archives.map((archive) => shareOf(archive, { sizeOf, received, ended }));
    const share = mean(shares);
    // What was there costs no time.
    const isFetched = archives.map((archive) => received.has(archive) || !ended.has(archive));
    const ofFetched = mean(shares.filter((_, i) => isFetched[i]));
    const nArchives = archives.length;
    const text = progressText({
      nArchives,
      nEnded: ended.size,
      nBytes,
      share,
      ofFetched,
      seconds: seconds(),
    });
    display.progress(text, { share });
  };
  return {
    onBytes(archive, n) {
      nBytes += n;
      received.set(archive, (received.get(archive) ?? 0) + n);
      if (now() - shownMs >= SHOW_MS) show();
    },
    onSize: (archive, sizeBytes) => void sizeOf.set(archive, sizeBytes),
    onEnd(archive) {
      ended.add(archive);
      show();
    },
    nBytes: () => nBytes,
    seconds,
  };
}

interface Counts {
  readonly sizeOf: ReadonlyMap<string, number>;
  readonly received: ReadonlyMap<string, number>;
  readonly ended: ReadonlySet<string>;
}

function shareOf(archive: string, { sizeOf, received, ended }: Counts): number {
  if (ended.has(archive)) return 1;
  const size = sizeOf.get(archive);
  return size ? Math.min(1, (received.get(archive) ?? 0) / size) : 0;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}

/** After less, what is left is only guessed. */
const MIN_SECONDS = 2;

export interface ProgressFigures {
  readonly nArchives: number;
  readonly nEnded: number;
  readonly nBytes: number;
  readonly share: number;
  /** Share that is done of the archives that are not there from the beginning. */
  readonly ofFetched: number;
  readonly seconds: number;
}

/** `Downloading  ████░░░░  50 %  3/6 archives  15.2 GB  110.3 MB/s  2 min 18 s left`. */
export function progressText(figures: ProgressFigures): string {
  const { nArchives, nEnded, nBytes, share, ofFetched, seconds } = figures;
  const isKnown = seconds >= MIN_SECONDS && ofFetched > 0 && ofFetched < 1;
  return [
    `Downloading  ${bar(share)} ${percent(share)}`,
    `${nEnded}/${formatCounted(nArchives, 'archive')}`,
    formatBytes(nBytes),
    ...(seconds > 0 ? [`${formatBytes(nBytes / seconds)}/s`] : []),
    ...(isKnown ? [`${duration((seconds * (1 - ofFetched)) / ofFetched)} left`] : []),
  ].join('  ');
}
