import { Option } from 'commander';
import { DEFAULT_RUN_OPTIONS, InputKind, type PlanOptions, Priority } from '@earmark/core/run';
import { Profile } from '@earmark/core/model';
import { parseNames, probability, wholeNumber } from '@earmark/runtime/command';
import { parseDeadline } from './deadline.ts';

// The options that determine a run: those of `produce`, of `run`, and of their --dry-run.

export const SOURCE =
  'a folder, an audio file, s3://bucket/prefix, an MTG-Jamendo table (.tsv), a playlist (.m3u, .m3u8, .pls), or a list file with one path or s3:// address per line';

export interface PlanArguments {
  readonly audio?: string;
  readonly input: InputKind;
  readonly models?: readonly string[];
  readonly profile: Profile;
  readonly topK: number;
  readonly threshold: number;
  readonly limit?: number;
  readonly force?: true;
  readonly splitJobs?: true;
  readonly priority: Priority;
  readonly deadline?: string;
}

export function toPlanOptions(args: PlanArguments): PlanOptions {
  const { topK, threshold, priority } = args;
  const { limit = null, force = false, splitJobs = false, deadline = null } = args;
  return { topK, threshold, limit, force, splitJobs, priority, deadline };
}

export const audio = () =>
  new Option(
    '--audio <place>',
    'folder or s3://bucket/prefix that the paths of a table begin in (default: the folder of the table)',
  );

export const input = () =>
  new Option(
    '--input <kind>',
    'what the files of the source are: audio, or the mel-spectrograms of the MTG-Jamendo dataset (.npy), for the models that read them',
  )
    .choices(InputKind.options)
    .default('audio');

export const models = () =>
  new Option(
    '--models <list>',
    'models by name, data set or "all", with commas (default: every installed jamendo model, else the starter)',
  ).argParser(parseNames);

export const profile = () =>
  new Option(
    '--profile <name>',
    'numbers in which the models compute: fp32, or int8 for those that were converted and compared with fp32 (see earmark models quantize --help)',
  )
    .choices(Profile.options)
    .default('fp32');

export const topK = () =>
  new Option('--top-k <n>', 'tags per track and model in results and reports')
    .default(DEFAULT_RUN_OPTIONS.topK)
    .argParser(wholeNumber(1));

export const threshold = () =>
  new Option('--threshold <p>', 'smallest score of a tag in results and reports')
    .default(DEFAULT_RUN_OPTIONS.threshold)
    .argParser(probability);

export const limit = () => new Option('--limit <n>', 'up to N tracks').argParser(wholeNumber(1));

export const force = () => new Option('--force', 'tag again what is tagged already');

export const splitJobs = () =>
  new Option(
    '--split-jobs',
    'one job per track and model, each of which fetches and decodes the track (default: one job per track)',
  );

export const priority = () =>
  new Option('--priority <level>', 'jobs of a run with a higher priority are taken first')
    .choices(Priority.options)
    .default(DEFAULT_RUN_OPTIONS.priority);

export const deadline = () =>
  new Option(
    '--deadline <time>',
    'when the run should be complete: an ISO 8601 time, or HH:MM for the next such local time; status says when it will be late',
  ).argParser((text) => parseDeadline(text, new Date()));

export const dryRun = () => new Option('--dry-run', 'show the plan without writing anything');
