import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { bestTracks, type BestTracksOptions, type ScoreMatrix } from '@earmark/core/agreement';
import { EarmarkError } from '@earmark/core/failure';
import type { Tag, Vocabulary } from '@earmark/core/model';
import type { RunId } from '@earmark/core/run';
import { type Pool, readRunTracks, type RunFacts, type RunModel } from '@earmark/ledger';
import type { OnWork } from '@earmark/runtime/display';
import { assertWritable, writeFileAtomic } from '@earmark/runtime/files';
import { rowsOfTracks } from '../build-report.ts';
import { playlistsFolder } from '../results/result-files.ts';
import { createLocate } from './locate.ts';
import { type PlayableTrack, playableTracks } from './playable-tracks.ts';
import { playlistFiles } from './playlist-files.ts';
import { playlistText } from './playlist-text.ts';
import { ensembleScorers, readTagScores, singleScorers } from './tag-scores.ts';

export interface PlaylistsRequest {
  readonly facts: RunFacts;
  readonly models: readonly RunModel[];
  readonly best: BestTracksOptions;
  /** One playlist per tag by the mean of the models of a vocabulary, instead of one per tag and model. */
  readonly ensemble: boolean;
  /** Folder with a copy of the objects of a source in S3. */
  readonly audio: string | undefined;
  readonly folder: string;
  readonly date: Date;
  readonly onWork?: OnWork | undefined;
}

/**
 * Writes a playlist with the best tracks of each tag that has any, highest scores first, in a folder for each model or
 * ensemble; returns the paths.
 *
 * @throws USAGE_INVALID when there is none, or an ensemble of one model, as `playableTracks`, or the folder cannot be
 *   written to; DISK_FULL, STORE_UNAVAILABLE
 */
export async function writePlaylists(
  pool: Pool,
  runId: RunId,
  request: PlaylistsRequest,
): Promise<readonly string[]> {
  const { facts, models, best, ensemble, audio, folder, date, onWork } = request;
  const runTracks = await readRunTracks(pool, runId);
  const { source, options } = facts;
  const tracks = await playableTracks(pool, runId, { tracks: runTracks, source, options, audio });
  const scorers = ensemble ? ensembleScorers(models, runId) : singleScorers(models);
  const rowOf = rowsOfTracks(runTracks);
  const paths: string[] = [];
  for (const [i, scorer] of scorers.entries()) {
    // The progress of one model is that of its playlists.
    const read = { rowOf, onWork: ensemble ? onWork : undefined };
    const tagged = await readTagScores(pool, runId, scorer, read);
    const nTags = tagged.vocabulary.tags.length;
    const onTag = (nDone: number) =>
      onWork?.({
        ...{ what: 'Writing playlists', noun: 'tag' },
        ...{ nDone: i * nTags + nDone, nAll: scorers.length * nTags },
      });
    const into = join(folder, playlistsFolder(scorer.name, date));
    paths.push(...(await writeEachTag(tagged, { tracks, best, folder: into, onTag })));
  }
  if (paths.length === 0) throw noneReaches(runId, best);
  return paths;
}

interface TagScores {
  readonly vocabulary: Vocabulary;
  readonly scores: ScoreMatrix;
}

interface WriteEachTagOptions {
  readonly tracks: readonly PlayableTrack[];
  readonly best: BestTracksOptions;
  readonly folder: string;
  /** Called with the number of tags that are done. */
  readonly onTag: (nDone: number) => void;
}

async function writeEachTag(
  { vocabulary: { tags }, scores }: TagScores,
  { tracks, best, folder, onTag }: WriteEachTagOptions,
): Promise<readonly string[]> {
  const files = playlistFiles(tags.map(({ tag }) => tag));
  await assertWritable(folder);
  const locate = await createLocate(folder);
  const paths: string[] = [];
  for (const [i, tag] of tags.entries()) {
    onTag(i);
    const path = join(folder, files[i] ?? '');
    const listed = bestTracks(scores, i, best).flatMap((row) => tracks[row] ?? []);
    if (listed.length === 0) {
      // One of an earlier export of the same day would be taken for one of this.
      await rm(path, { force: true });
      continue;
    }
    const located = listed.map((track) => ({ ...track, location: locate(track.path) }));
    await writeFileAtomic(path, playlistText(readableName(tag), located));
    paths.push(path);
  }
  onTag(tags.length);
  return paths;
}

/** `Rock 摇滚`; once where both names are the same. */
function readableName({ en, zh }: Tag): string {
  return en === zh ? en : `${en} ${zh}`;
}

function noneReaches(runId: RunId, { threshold }: BestTracksOptions): EarmarkError {
  return new EarmarkError(
    'USAGE_INVALID',
    `No score of run ${runId} reaches ${threshold}, so there is nothing to list. Try a smaller --threshold.`,
  );
}
