import { parse, resolve } from 'node:path';
import { EarmarkError } from '@earmark/core/failure';
import type { RunId, RunOptions } from '@earmark/core/run';
import { type Pool, readTrackFacts, type RunTrack } from '@earmark/ledger';
import { exists } from '@earmark/runtime/files';
import { printable } from '@earmark/runtime/terminal';
import { type BytePath, bytesOf, localPath } from '@earmark/source/paths';

/** A track of a run as a player finds and shows it. */
export interface PlayableTrack {
  readonly path: BytePath;
  /** On one line: the ledger has no titles, so it is the name of the file. */
  readonly title: string;
  readonly durationSeconds: number | null;
}

export interface PlayableTracksRequest {
  readonly tracks: readonly RunTrack[];
  readonly source: string;
  readonly options: RunOptions;
  /** Folder with a copy of the objects of a source in S3. */
  readonly audio: string | undefined;
}

/**
 * The tracks of a run as files of this machine, in the same order.
 *
 * @throws USAGE_INVALID for objects in S3, which no player opens, without a copy of them
 */
export async function playableTracks(
  pool: Pool,
  runId: RunId,
  { tracks, source, options, audio }: PlayableTracksRequest,
): Promise<readonly PlayableTrack[]> {
  const copy = {
    args: options.source ?? [source],
    audio: audio === undefined ? undefined : resolve(audio),
  };
  const decoded = new Map((await readTrackFacts(pool, runId)).map((track) => [track.file, track]));
  const playable = tracks.map(({ file, uri }) => {
    const path = localPath(uri, copy);
    if (path === undefined) throw noCopy(uri);
    const durationSeconds = decoded.get(file)?.durationSeconds ?? null;
    return { path, title: printable(parse(file).name), durationSeconds };
  });
  if (copy.audio !== undefined) await assertCopied(playable, copy.audio);
  return playable;
}

function noCopy(uri: string): EarmarkError {
  return new EarmarkError(
    'USAGE_INVALID',
    `A playlist is for files, and the run has tracks in S3, such as ${uri}. Copy them (aws s3 sync), and name the folder of the copy: --audio DIR.`,
  );
}

/** Tracks that are looked for in a copy, which need not have all of them. */
const N_LOOKED_FOR = 100;

async function assertCopied(tracks: readonly PlayableTrack[], audio: string): Promise<void> {
  const step = Math.max(1, Math.floor(tracks.length / N_LOOKED_FOR));
  for (let i = 0; i < tracks.length; i += step) {
    const track = tracks[i];
    if (track && (await exists(bytesOf(track.path)))) return;
  }
  const [first] = tracks;
  throw new EarmarkError(
    'USAGE_INVALID',
    `${audio} has no copy of the tracks: there is no ${String(first && bytesOf(first.path))}. Name in --audio the folder that the source of the run was copied to.`,
  );
}
