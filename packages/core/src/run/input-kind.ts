import * as z from 'zod';

/** What the files of a source are: audio, or the mel-spectrograms that the MTG-Jamendo dataset publishes. */
export const InputKind = z.enum(['audio', 'melspecs']);
export type InputKind = z.infer<typeof InputKind>;
