import type { InputKind } from '@earmark/core/run';
import { isAudioName } from './audio-names.ts';

/** Files of one kind, in a folder or a bucket. */
export interface FileKind {
  /** Whether a file is of this kind, by its name. */
  isName(name: string): boolean;
  /** The names that the file of a row may have in the editions of the dataset, the best one first. */
  namesInDataset(path: string): readonly string[];
  /** Whether a listing has all tracks below its address: those that it lacks are gone. */
  readonly ownsAddress: boolean;
  /** Follows the name of a source: the audio in a folder is one, the mel-spectrograms in it are another. */
  readonly suffix: string;
  /** The arguments of a command line that choose it. */
  readonly args: readonly string[];
}

export const FILE_KINDS: Readonly<Record<InputKind, FileKind>> = {
  audio: {
    isName: isAudioName,
    namesInDataset: (path) => [path, path.replace(/\.mp3$/, '.low.mp3')],
    ownsAddress: true,
    suffix: '',
    args: [],
  },
  melspecs: {
    isName: (name) => /\.npy$/i.test(name),
    namesInDataset: (path) => [path.replace(/\.mp3$/, '.npy')],
    ownsAddress: false,
    suffix: ', mel-spectrograms',
    args: ['--input', 'melspecs'],
  },
};
