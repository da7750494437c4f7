import { EarmarkError, messageOf } from '@earmark/core/failure';
import type { SourceItem } from '@earmark/core/run';
import { formatCounted } from '@earmark/core/text';
import { chooseFfmpeg, createFfmpegDecoder, decoderOptions } from '@earmark/decode';
import type { ComparedTrack } from '@earmark/models/int8';
import type { Context } from '@earmark/runtime/command';
import { openFetchAudio, openSource } from '@earmark/source';

/** Music that a command reads, without a run. */
export interface MusicFolder {
  readonly nTracks: number;
  /** The tracks one by one, decoded to that rate when they are asked for. What cannot be decoded is left out, and reported. */
  read(sampleRate: number, onLeftOut: (text: string) => void): AsyncIterable<ComparedTrack>;
}

const MAX_MINUTES = 180;

/**
 * The audio of a folder, or of any other source.
 *
 * @throws SOURCE_NOT_FOUND, SOURCE_DENIED, SOURCE_UNAVAILABLE; USAGE_INVALID when it has fewer tracks
 */
export async function openMusic(
  name: string,
  minTracks: number,
  context: Context,
): Promise<MusicFolder> {
  const { env, signal } = context;
  const source = await openSource(name, { env });
  const items: SourceItem[] = [];
  for await (const page of source.list(signal)) items.push(...page);
  if (items.length < minTracks) {
    throw new EarmarkError(
      'USAGE_INVALID',
      `${name} has ${formatCounted(items.length, 'audio file')}. Name a folder with ${String(minTracks)} or more: fewer say too little.`,
    );
  }
  const options = decoderOptions(context, MAX_MINUTES);
  const ffmpeg = await chooseFfmpeg(options);
  const fetchAudio = await openFetchAudio(env);
  return {
    nTracks: items.length,
    async *read(sampleRate, onLeftOut) {
      const decoder = createFfmpegDecoder(ffmpeg, { ...options, sampleRate });
      for (const { file, uri, version } of items) {
        signal.throwIfAborted();
        try {
          const audio = await fetchAudio(uri, version, signal);
          const { waveform } = await decoder
            .decode(audio.path, signal)
            .finally(() => audio.release());
          yield { file, waveform, sampleRate };
        } catch (error) {
          signal.throwIfAborted();
          onLeftOut(`${file} is left out: ${messageOf(error)}`);
        }
      }
    },
  };
}
