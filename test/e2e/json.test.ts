import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { COMMANDS } from '@earmark/cli/commands';
import type { Context } from '@earmark/runtime/command';
import { type CheckpointServer, startCheckpointServer } from '../support/checkpoint-server.ts';
import type { Ended } from '../support/earmark.ts';
import { earmarkHere } from '../support/earmark-here.ts';
import { makeTracks } from '../support/music.ts';
import { noiseFiles, type PublishedDataset, publishDataset } from '../support/published-dataset.ts';
import { redisUrl } from '../support/services.ts';
import { createStageWithLedger, type Stage } from '../support/stage.ts';

const STARTER_CHECKPOINT = new URL('../fixtures/starter/best_model.pth', import.meta.url);

let stage: Stage;
let server: CheckpointServer;
let dataset: PublishedDataset;
beforeAll(async () => {
  stage = await createStageWithLedger();
  server = await startCheckpointServer({
    '/models/jamendo/fcn/best_model.pth': Buffer.from('not the published file'),
  });
  dataset = await publishDataset(noiseFiles(['07/107.mp3']));
  makeTracks(stage.music, 2);
  writeFileSync(at('table.tsv'), 'TRACK_ID\t\ntrack_1\tartist_1\talbum_1\t01/1.mp3\t30.0\n');
  writeFileSync(at('truth.csv'), 'file,tags\ntrack-000.wav,genre---rock\ntrack-001.wav,\n');
  writeFileSync(at('table.tsv'), TABLE.join(''));
  writeFileSync(at('map.json'), '{}');
  const names = 'TRACK_NAME\tARTIST_NAME\tALBUM_NAME\tRELEASEDATE\tURL';
  writeFileSync(at('titles.tsv'), `TRACK_ID\tARTIST_ID\tALBUM_ID\t${names}\n`);
  mkdirSync(at('tree/jamendo/starter'), { recursive: true });
  copyFileSync(STARTER_CHECKPOINT, at('tree/jamendo/starter/best_model.pth'));
});
afterAll(async () => {
  await dataset.close();
  await server.close();
  stage.remove();
});

const at = (name: string) => join(stage.home, '..', name);

interface Case {
  readonly name: string;
  readonly args?: () => readonly string[];
  /** Keys of the document. */
  readonly has: readonly string[];
  readonly exitCode?: number;
  /** On stderr. */
  readonly says?: RegExp;
}

const RUN = () => [stage.music, '--out', stage.out];
const INSTALLED = { exitCode: 2, says: /refused: .*\nearmark: Not every model could be installed/ };

/** In this order: each has files of those before it. */
const DATASET_CASES: readonly Case[] = [
  {
    name: 'dataset filter',
    args: () => [at('table.tsv'), at('some.tsv'), '--top', '2', '--tag-list', at('tags.txt')],
    has: ['tracks', 'categories', 'files'],
  },
  {
    name: 'dataset clean',
    args: () => [at('table.tsv'), at('map.json'), at('clean.tsv')],
    has: ['tracks', 'categories', 'files'],
  },
  {
    name: 'dataset stats',
    args: () => [at('table.tsv'), at('stats')],
    has: ['nTracks', 'nAlbums', 'nArtists', 'meanSeconds', 'medianSeconds', 'categories', 'files'],
  },
  {
    name: 'dataset split',
    args: () => [
      at('table.tsv'),
      at('splits'),
      '--splits',
      '1',
      '--artist-threshold',
      '1-1-1',
      '--track-threshold',
      '1-1-1',
    ],
    has: ['seed', 'nTrials', 'discarded', 'nCandidates', 'isBest', 'parts', 'files'],
  },
  {
    name: 'dataset filter-splits',
    args: () => [at('splits'), 'table', 'genre', '--category', 'genre'],
    has: ['tables', 'files'],
  },
  { name: 'dataset chart', args: () => [at('stats'), at('chart.svg')], has: ['groups', 'files'] },
  {
    name: 'dataset matrix',
    args: () => [at('some.tsv'), at('tags.txt'), at('truth.npy')],
    has: ['nTracks', 'nTags', 'nTrue', 'files'],
  },
  {
    name: 'dataset baseline',
    args: () => ['random', at('some.tsv'), at('some.tsv'), at('tags.txt'), at('scores.npy')],
    has: ['algorithm', 'nTracks', 'nTags', 'leaders', 'files'],
  },
  {
    name: 'dataset decide',
    args: () => [at('truth.npy'), at('scores.npy'), at('thresholds.txt'), at('tags.txt')],
    has: ['rule', 'nDecided', 'thresholds', 'files'],
  },
  {
    name: 'dataset score',
    args: () => [at('truth.npy'), at('scores.npy')],
    has: ['measures', 'files'],
  },
];

const TABLE = [
  'TRACK_ID\tARTIST_ID\tALBUM_ID\tPATH\tDURATION\tTAGS',
  ...Array.from(
    { length: 20 },
    (_, i) =>
      `track_${i}\tartist_${i}\talbum_1\t${i}.mp3\t30.0\tgenre---${i % 2 ? 'rock' : 'jazz'}`,
  ),
].map((row) => `${row}\n`);

/** In this order: the later ones are about the runs of the earlier ones. */
const CASES: readonly Case[] = [
  { name: 'run', args: RUN, has: ['run', 'tasks', 'failures', 'files'] },
  { name: 'status', has: ['runs'] },
  { name: 'status', args: () => ['1'], has: ['runId', 'nTasks', 'rate', 'queue'] },
  { name: 'workers', has: ['workers'] },
  { name: 'failures', args: () => ['1'], has: ['runId', 'nTracks', 'tracks'] },
  { name: 'reconcile', has: ['nReenqueued', 'nRemoved', 'recounted'] },
  { name: 'verify', args: () => ['1'], has: ['isVerified', 'rows'] },
  { name: 'report', args: () => ['1', '--out', stage.out], has: ['runId', 'files'] },
  {
    name: 'export',
    args: () => ['1', '--format', 'm3u', '--out', stage.out],
    has: ['runId', 'files'],
  },
  {
    name: 'evaluate',
    args: () => ['1', '--truth', at('truth.csv'), '--out', stage.out],
    has: ['version', 'models'],
  },
  { name: 'retry', args: () => ['1'], has: ['run', 'retried'] },
  { name: 'produce', args: () => [stage.music, '--dry-run'], has: ['nTracks', 'bytesOwed'] },
  { name: 'produce', args: () => [stage.music, '--force'], has: ['runId', 'nTasks', 'ignored'] },
  { name: 'pause', args: () => ['2'], has: ['runId', 'nRemoved'] },
  { name: 'cancel', args: () => ['2'], has: ['runId', 'nTasks', 'nStored', 'nRemoved'] },
  { name: 'models list', has: ['0'] },
  { name: 'models verify', has: ['device', 'models'] },
  { name: 'models quantize', args: () => ['jamendo/starter'], has: ['models'] },
  { name: 'models import', args: () => [at('tree')], has: ['models'] },
  {
    name: 'models export',
    args: () => ['jamendo/starter', at('starter')],
    has: ['model', 'files'],
  },
  {
    name: 'models add',
    args: () => [at('starter/manifest.json'), '--name', 'mine/starter'],
    has: ['model', 'warnings', 'referenceDifference'],
  },
  { name: 'models pull', args: () => ['jamendo/fcn'], has: ['models'], ...INSTALLED },
  ...DATASET_CASES,
  {
    name: 'dataset download',
    args: () => ['--from', dataset.server.url, '--lists', dataset.lists(), at('tree')],
    has: ['dataset', 'type', 'from', 'out', 'bytesDownloaded', 'seconds', 'archives'],
  },
  {
    name: 'dataset check',
    args: () => [at('table.tsv'), at('tree')],
    has: ['isSound', 'nTracks', 'missing', 'duplicates'],
    exitCode: 1,
  },
  {
    name: 'dataset melspecs',
    args: () => [stage.music, at('melspecs'), '--full'],
    has: ['source', 'out', 'nTracks', 'nPresent', 'nMade', 'failed'],
  },
  { name: 'doctor', has: ['canRun', 'findings'] },
  { name: 'migrate', has: ['applied'] },
  { name: 'ledger', has: ['ledger', 'reader'] },
  { name: 'ledger add-reader', args: () => ['json_reader'], has: ['ledger', 'reader'] },
  { name: 'ledger add-writer', args: () => ['json_writer'], has: ['ledger', 'writer'] },
  {
    name: 'ledger add-metadata',
    args: () => [at('titles.tsv')],
    has: ['nRows', 'nLicenses', 'nLeftOut', 'leftOut', 'coverage'],
  },
  { name: 'ledger forget', args: () => [stage.music], has: ['source', 'nFiles'] },
];

/** It measures for five seconds. */
const UNTRIED = ['models bench'];

/** Those that print no figures. */
const WITHOUT: Readonly<Record<string, string>> = {
  work: 'runs until it is stopped, and logs',
  aggregate: 'runs until it is stopped, and logs',
  completion: 'prints a script',
  'setup-cuda': 'prints that it is done',
  resume: 'says in a sentence that it is done',
  priority: 'says in a sentence that it is done',
  'workers drain': 'says in a sentence that it is done',
  'workers resume': 'says in a sentence that it is done',
};

test.each(CASES)('$name prints one JSON document and nothing else', async (asked) => {
  const { name, args = () => [], has, exitCode = 0, says = /^$/ } = asked;
  const ended: Ended = await earmarkHere([...name.split(' '), ...args(), '--json'], {
    ...stage.variables,
    // A server that runs: without one, reconcile has no queue to look at.
    REDIS_URL: redisUrl(),
    EARMARK_MODELS_URL: server.url,
  });
  expect(ended.stderr).toMatch(says);
  expect(ended.exitCode).toBe(exitCode);
  expect(ended.stdout).toMatch(/^[[{].*\n$/);
  expect(Object.keys(JSON.parse(ended.stdout) as object)).toEqual(expect.arrayContaining([...has]));
});

test('every command has --json and is tried above, or prints no figures', async () => {
  const context = { env: {}, variables: {} } as Context;
  const commands = await Promise.all(
    Object.values(COMMANDS).map(async (load) => (await load())(context)),
  );
  const all = commands.flatMap((command) => withSubcommands(command, ''));
  const withJson = all.filter(({ command }) =>
    command.options.some(({ long }) => long === '--json'),
  );
  const names = new Set([...UNTRIED, ...CASES.map(({ name }) => name)]);
  expect(withJson.map(({ name }) => name).toSorted()).toEqual([...names].sort());
  const others = all.filter((one) => !withJson.includes(one)).map(({ name }) => name);
  expect(others.toSorted()).toEqual(Object.keys(WITHOUT).sort());
});

interface Named {
  readonly name: string;
  readonly command: Command;
}

/** A command and those below it, except one that is only the name of a group. */
function withSubcommands(command: Command, prefix: string): readonly Named[] {
  const name = prefix + command.name();
  const isGroup = command.commands.length > 0 && command.options.length === 0;
  const below = command.commands.flatMap((sub) => withSubcommands(sub, `${name} `));
  return isGroup ? below : [{ name, command }, ...below];
}
