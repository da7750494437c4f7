import { availableParallelism } from 'node:os';
import { DATASET_LOG_MEL, EXCERPT_SECONDS } from '@earmark/core/audio';
import { formatCount, formatCounted } from '@earmark/core/text';
import { createAudioDecoder, decoderOptions } from '@earmark/decode';
import { type Context, ExitWithCode } from '@earmark/runtime/command';
import { createDisplay, type Display, jsonStreams, showWork } from '@earmark/runtime/display';
import { printable } from '@earmark/runtime/terminal';
import { withQueueServer } from '@earmark/services/queue';
import { openFetchAudio, openSource } from '@earmark/source';
import { openStorage } from '@earmark/source/storage';
import { createMakeMelspec } from './make-melspec.ts';
import { type FailedMelspec, makeMelspecs } from './make-melspecs.ts';
import { melspecQueue } from './melspec-job.ts';
import { planMelspecs } from './plan-melspecs.ts';

export interface MelspecOptions {
  readonly audio?: string;
  readonly full?: true;
  readonly parallel?: number;
  readonly maxDuration: number;
  readonly json?: true;
}

/** What a command did. */
interface MelspecSummary {
  readonly source: string;
  readonly out: string;
  readonly nTracks: number;
  /** Spectrograms that were there before. */
  readonly nPresent: number;
  readonly nMade: number;
  readonly failed: readonly FailedMelspec[];
}

/**
 * Makes the spectrograms of a source that are not in a folder or bucket yet.
 *
 * @throws ExitWithCode when some failed, or when it was interrupted
 */
export async function melspecs(
  sourceName: string,
  out: string,
  options: MelspecOptions,
  context: Context,
): Promise<void> {
  const { signal, err } = context;
  const display = createDisplay(
    options.json
      ? jsonStreams({ err })
      : { lines: context.out, warnings: err, progress: context.out },
  );
  try {
    const summary = await make(sourceName, out, options, { context, display });
    display.line(summaryText(summary, sourceName, options));
    if (options.json) context.out.write(`${JSON.stringify(summary)}\n`);
    if (summary.failed.length > 0) throw new ExitWithCode('someFailed');
  } catch (error) {
    if (!signal.aborted) throw error;
    display.line('Stopped. Run the same command again to go on.');
    throw new ExitWithCode('interrupted');
  }
}

async function make(
  sourceName: string,
  out: string,
  options: MelspecOptions,
  { context, display }: { readonly context: Context; readonly display: Display },
): Promise<MelspecSummary> {
  const { env, signal } = context;
  const isFull = options.full === true;
  const source = await openSource(sourceName, { env, audio: options.audio });
  const storage = await openStorage(out, env);
  const decoder = await createAudioDecoder({
    ...decoderOptions(context, options.maxDuration),
    sampleRate: DATASET_LOG_MEL.sampleRate,
  });
  const onWork = showWork(display);
  const plan = await planMelspecs(source, storage, { onWork, signal });
  const nPresent = plan.nTracks - plan.owed.length;
  const summary = { source: source.name, out, nTracks: plan.nTracks, nPresent };
  if (plan.owed.length === 0) return { ...summary, nMade: 0, failed: [] };
  const fetchAudio = await openFetchAudio(env);
  const warn = (text: string) => {
    display.warn(text);
  };
  const failed = await withQueueServer(context, warn, (address) =>
    makeMelspecs(
      plan.owed,
      {
        address,
        queue: melspecQueue(storage.folder ?? storage.name, isFull),
        parallel: options.parallel ?? availableParallelism(),
        lockSeconds: env.EARMARK_LOCK_SECONDS,
        make: createMakeMelspec({ fetchAudio, decoder, storage, isFull }),
        onWork,
      },
      signal,
    ),
  );
  display.endProgress();
  return { ...summary, nMade: plan.owed.length - failed.length, failed };
}

/** Failures that are listed. */
const N_LISTED = 10;

function summaryText(
  { nTracks, nPresent, nMade, failed, out }: MelspecSummary,
  sourceName: string,
  { full, audio }: MelspecOptions,
): string {
  const what = full ? 'whole tracks' : `the ${String(EXCERPT_SECONDS)} s in the middle`;
  const before = nPresent > 0 ? `, ${formatCount(nPresent)} were there before` : '';
  const rest = failed.length - N_LISTED;
  const isTable = audio !== undefined || /\.tsv$/i.test(sourceName);
  const source = isTable ? `${sourceName} --audio ${out}` : out;
  return [
    nPresent === nTracks
      ? `All ${formatCounted(nTracks, 'mel-spectrogram')} are in ${printable(out)} already.`
      : `${formatCounted(nMade, 'mel-spectrogram')} of ${what} made in ${printable(out)}, of ${formatCounted(nTracks, 'track')}${before}.`,
    ...failed
      .slice(0, N_LISTED)
      .map(
        ({ file, code, message }) => `${printable(file)} failed: ${code}: ${printable(message)}`,
      ),
    ...(rest > 0 ? [`... and ${formatCounted(rest, 'track')} more failed: see --json`] : []),
    `Tag them: earmark run ${printable(source)} --input melspecs --models moodtheme/baseline`,
  ].join('\n');
}
