import { availableParallelism } from 'node:os';
import { InvalidArgumentError, Option } from 'commander';
import { RunId } from '@earmark/core/run';
import { DeviceName } from '@earmark/inference/devices';

// Every option that more than one command takes, in one place.

export const SOURCE =
  'a folder, s3://bucket/prefix, an MTG-Jamendo table (.tsv), or a list file with one path or s3:// address a line';

export const audio = () =>
  new Option(
    '--audio <place>',
    'folder or s3://bucket/prefix that the paths of a table begin in (default: the folder of the table)',
  );

export const models = () =>
  new Option(
    '--models <list>',
    'models by id, data set or "all", with commas (default: every installed jamendo model, else the starter)',
  ).argParser(parseNames);

export function parseNames(text: string): readonly string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
}

export const topK = () =>
  new Option('--top-k <n>', 'tags per track and model in results and reports')
    .default(5)
    .argParser(wholeNumber(1));

/** For results of a run that has its own. */
export const otherTopK = () =>
  new Option('--top-k <n>', 'tags per track and model (default: as in the run)').argParser(
    wholeNumber(1),
  );

export const otherThreshold = () =>
  new Option(
    '--threshold <p>',
    'probability from which on a tag is written (default: as in the run)',
  ).argParser(probability);

export const threshold = () =>
  new Option('--threshold <p>', 'probability from which on a tag is reported')
    .default(0.1)
    .argParser(probability);

export const limit = () =>
  new Option('--limit <n>', 'at most so many tracks').argParser(wholeNumber(1));

export const force = () => new Option('--force', 'tag again what is tagged already');

export const splitJobs = () =>
  new Option(
    '--split-jobs',
    'one job per track and model, each fetching and decoding anew (default: one per track)',
  );

export const out = () =>
  new Option('--out <dir>', 'folder for results and report').default('results');

export const json = () => new Option('--json', 'print one JSON object, for machines');

export const device = () =>
  new Option(
    '--device <name>',
    'where the networks run; auto is cuda where it is ready, else cpu; webgpu is used only when it is named, ' +
      'for it may be a software driver',
  )
    .choices(['auto', ...DeviceName.options])
    .default('auto');

export const threads = () =>
  new Option('--threads <n>', 'inference threads of a worker (default: one per core)').argParser(
    wholeNumber(1),
  );

export const fetch = () =>
  new Option('--fetch <n>', 'tracks fetched at a time').default(4).argParser(wholeNumber(1));

export const decode = () =>
  new Option('--decode <n>', 'tracks a worker decodes at a time (default: one per core)').argParser(
    wholeNumber(1),
  );

/** The threads or decoders of each worker of this machine, when nobody said how many. */
export function coresPerWorker(nWorkers = 1): number {
  return Math.max(1, Math.floor(availableParallelism() / nWorkers));
}

export const maxDuration = () =>
  new Option('--max-duration <minutes>', 'longer tracks fail as AUDIO_TOO_LONG')
    .default(180)
    .argParser(wholeNumber(1));

export const sample = () =>
  new Option('--sample <n>', 'predictions to compute again').default(20).argParser(wholeNumber(1));

export const seed = () =>
  new Option('--seed <n>', 'which predictions are drawn: the same ones for the same number')
    .default(1)
    .argParser(wholeNumber(0));

export const dryRun = () =>
  new Option('--dry-run', 'only say what there would be to do; nothing is written');

function wholeNumber(min: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (Number.isSafeInteger(value) && value >= min) return value;
    throw new InvalidArgumentError(`It must be a whole number of at least ${String(min)}.`);
  };
}

function probability(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError('It must be a number from 0 to 1.');
}

export function parseRunId(text: string): RunId {
  const { data } = RunId.safeParse(text);
  if (data) return data;
  throw new InvalidArgumentError('A run is a number, see: earmark status');
}
