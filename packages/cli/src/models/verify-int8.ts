import { judgeScoreChanges, type JudgedLimit } from '@earmark/core/agreement';
import type { Waveform } from '@earmark/core/audio';
import { EarmarkError } from '@earmark/core/failure';
import { audioInputOf, type InstalledModel } from '@earmark/core/model';
import { formatCounted } from '@earmark/core/text';
import { modelsNamed, readKnownModels, vocabularyOf } from '@earmark/models';
import {
  compareInt8,
  findInt8,
  findWorstLayer,
  hasInt8Products,
  type Int8Host,
  type Int8Pair,
  type Int8Verdict,
  MIN_TRACKS,
  readInt8Host,
  requireInt8Runtime,
  storeVerdict,
  toVerdict,
} from '@earmark/models/int8';
import type { Context } from '@earmark/runtime/command';
import { type Display, showWork } from '@earmark/runtime/display';
import { textTable } from '@earmark/runtime/terminal';
import { coresPerWorker } from '@earmark/worker/options';
import { type MusicFolder, openMusic } from './music.ts';

/** What was found about a model in int8. */
export interface VerifiedInt8 extends Int8Verdict {
  readonly name: string;
}

/**
 * Compares models in int8 with those in float32 on the tracks of a folder, prints how far they differ, and stores
 * the verdicts, on which `--profile int8` depends.
 *
 * @throws MODEL_MISSING when none of the models is installed in int8; USAGE_INVALID for too little music;
 *   DEVICE_UNAVAILABLE when the runtime is too old
 */
export async function verifyInt8(
  requested: readonly string[],
  musicName: string,
  display: Display,
  context: Context,
): Promise<readonly VerifiedInt8[]> {
  requireInt8Runtime();
  const pairs = await choosePairs(requested, context);
  const music = await openMusic(musicName, MIN_TRACKS, context);
  const host = await readInt8Host();
  display.line(hostText(host));
  const verified: VerifiedInt8[] = [];
  const rateOf = ({ float32 }: Int8Pair) => audioInputOf(float32).sampleRate;
  for (const sampleRate of new Set(pairs.map(rateOf))) {
    const ofRate = pairs.filter((pair) => rateOf(pair) === sampleRate);
    const { compared, files, sample } = await compare(ofRate, sampleRate, music, display, context);
    for (const [i, pair] of ofRate.entries()) {
      const found = compared[i];
      if (!found) continue;
      const passed = toVerdict(pair, host, { ...found, files, worstLayer: null });
      const verdict = passed.passed
        ? passed
        : { ...passed, worstLayer: await findWorstLayer(pair, sample) };
      await storeVerdict(pair, verdict);
      display.line(await verdictText(pair, verdict));
      verified.push({ name: pair.int8.spec.name, ...verdict });
    }
  }
  return verified;
}

function hostText(host: Int8Host): string {
  const slow = hasInt8Products(host) ? '' : ', no instruction for products of int8';
  return `${host.cpu}${slow}, ${host.runtime}`;
}

async function choosePairs(
  requested: readonly string[],
  { env }: Context,
): Promise<readonly Int8Pair[]> {
  const known = await readKnownModels(env);
  const named = new Set(requested.flatMap((name) => modelsNamed(known, name)));
  const pairs: Int8Pair[] = [];
  for (const model of known) {
    const { name, installed } = model;
    if (!installed || (requested.length > 0 && !named.has(model))) continue;
    const pair = await findInt8(env, installed);
    if (pair) pairs.push(pair);
    else if (requested.includes(name)) throw notConverted(name);
  }
  if (pairs.length > 0) return pairs;
  throw notConverted(requested.length > 0 ? requested.join(' ') : 'MODEL...');
}

function notConverted(names: string): EarmarkError {
  return new EarmarkError(
    'MODEL_MISSING',
    `There is nothing in int8 to compare. Convert models first: earmark models quantize ${names}`,
  );
}

/** Tracks on which the layers of a model that failed are tried one by one. */
const N_SAMPLE = 4;

async function compare(
  pairs: readonly Int8Pair[],
  sampleRate: number,
  music: MusicFolder,
  display: Display,
  { signal }: Context,
) {
  const files: string[] = [];
  const sample: Waveform[] = [];
  const onWork = showWork(display);
  const tracks = async function* () {
    for await (const track of music.read(sampleRate, (text) => display.warn(text))) {
      onWork({ what: 'Comparing', nDone: files.length, nAll: music.nTracks, noun: 'track' });
      files.push(track.file);
      if (sample.length < N_SAMPLE) sample.push(track.waveform);
      yield track;
    }
  };
  const compared = await compareInt8(pairs, tracks(), { nThreads: coresPerWorker(), signal });
  onWork({ what: 'Comparing', nDone: music.nTracks, nAll: music.nTracks, noun: 'track' });
  if (files.length >= MIN_TRACKS) return { compared, files, sample };
  throw new EarmarkError(
    'USAGE_INVALID',
    `Only ${formatCounted(files.length, 'track')} could be decoded, and ${String(MIN_TRACKS)} are needed. Name another folder.`,
  );
}

async function verdictText({ float32, int8 }: Int8Pair, verdict: Int8Verdict): Promise<string> {
  const { changes, passed, timeRatio } = verdict;
  const { tags } = await vocabularyOf(float32.spec);
  const worst = tags[changes.worstTag.tag]?.tag ?? '';
  const rows = [
    ...judgeScoreChanges(changes).map((limit) => toRow(limit)),
    ['  time of the network, as a share of float32', timeRatio.toFixed(2), '', ''],
  ];
  const summary = passed
    ? `passed: --profile int8 uses it on this machine${timeRatio < 1 ? '' : ', and saves no time with it'}`
    : failureText(float32, verdict);
  return (
    `\n${int8.spec.name} and ${float32.spec.name}, ${formatCounted(changes.nTracks, 'track')}, ` +
    `${String(changes.nChanged)} with other best tags; worst tag ${worst}\n` +
    `${textTable(rows)}  ${summary}`
  );
}

/** With fewer tracks the rank correlation is below its limit as soon as two tracks change places: 1 - 12 / (n^3 - n). */
const ENOUGH_FOR_RANKS = 11;

function failureText(
  { spec }: InstalledModel,
  { changes: { nTracks }, worstLayer }: Int8Verdict,
): string {
  const few =
    nTracks < ENOUGH_FOR_RANKS
      ? ` With ${formatCounted(nTracks, 'track')} any two that change places fail the rank correlation: compare some dozens.`
      : '';
  return (
    `not passed: --profile int8 uses ${spec.name} instead. Layer ${worstLayer ?? ''} changes scores most.${few} ` +
    'Convert it again with more music (earmark models quantize --calibrate FOLDER), or stay with float32'
  );
}

function toRow({ what, value, bound, limit, holds }: JudgedLimit): readonly string[] {
  return [
    `  ${what}`,
    value.toFixed(5),
    `${bound} ${String(limit)}`,
    holds ? 'holds' : 'does not hold',
  ];
}
