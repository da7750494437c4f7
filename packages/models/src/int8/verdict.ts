import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { judgeScoreChanges } from '@earmark/core/agreement';
import type { InstalledModel } from '@earmark/core/model';
import { writeFileAtomic } from '@earmark/runtime/files';
import { sha256 } from '../hashes.ts';
import { Int8Host } from './host.ts';

/** What was found when a model in int8 was compared with the one in float32 on a machine. */
export const Int8Verdict = z.object({
  passed: z.boolean(),
  host: Int8Host,
  /** Of both networks: the verdict is about these alone. */
  int8Sha256: z.string(),
  float32Sha256: z.string(),
  changes: z.object({
    nTracks: z.number(),
    maxDifference: z.number(),
    meanDifference: z.number(),
    nChanged: z.number(),
    largestGap: z.number(),
    meanJaccard: z.number(),
    worstTag: z.object({ tag: z.number(), spearman: z.number() }),
  }),
  /** Time of the network in int8 as a share of that in float32. */
  timeRatio: z.number(),
  /** Of the tracks, in order. */
  files: z.array(z.string()).readonly(),
  /** The layer that changes scores most when it alone is in int8; null for a model that passed. */
  worstLayer: z.string().nullable(),
});
export type Int8Verdict = Readonly<z.infer<typeof Int8Verdict>>;

/** A model and its conversion to int8. */
export interface Int8Pair {
  readonly float32: InstalledModel;
  readonly int8: InstalledModel;
}

/** With fewer tracks the order of the tracks by a tag says little. */
export const MIN_TRACKS = 5;

/** The verdict on a pair, whose scores changed so much on this machine. */
export function toVerdict(
  { float32, int8 }: Int8Pair,
  host: Int8Host,
  found: Pick<Int8Verdict, 'changes' | 'timeRatio' | 'files' | 'worstLayer'>,
): Int8Verdict {
  return {
    passed:
      found.changes.nTracks >= MIN_TRACKS &&
      judgeScoreChanges(found.changes).every(({ holds }) => holds),
    host,
    int8Sha256: int8.spec.network.sha256,
    float32Sha256: float32.spec.network.sha256,
    ...found,
  };
}

/** Stores it beside the model in int8, in place of an earlier one of this machine. */
export async function storeVerdict({ int8 }: Int8Pair, verdict: Int8Verdict): Promise<void> {
  const path = verdictFile(int8, verdict.host);
  await writeFileAtomic(path, [`${JSON.stringify(verdict, null, 2)}\n`]);
}

/** The stored verdict on these networks on this machine, if there is one. */
export async function readVerdict(
  { float32, int8 }: Int8Pair,
  host: Int8Host,
): Promise<Int8Verdict | undefined> {
  const text = await readFile(verdictFile(int8, host), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const { data } = Int8Verdict.safeParse(parsed(text));
  const isOfThese =
    data?.int8Sha256 === int8.spec.network.sha256 &&
    data.float32Sha256 === float32.spec.network.sha256;
  return isOfThese ? data : undefined;
}

/** A machine has its own, as several may share the folder. */
function verdictFile({ folder }: InstalledModel, host: Int8Host): string {
  return join(folder, `verdict-${sha256(Buffer.from(JSON.stringify(host))).slice(0, 16)}.json`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
