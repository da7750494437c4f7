import * as z from 'zod';

/** How the output of a network becomes the scores of a track. */
export const ScoresSpec = z
  .strictObject({
    /**
     * What the network gives. `probabilities`: values in [0, 1]. `logits`: any values, of which the sigmoid is taken with
     * `multi`, and the softmax with `single`.
     */
    are: z.enum(['probabilities', 'logits']),
    /** Whether tags are independent of each other (`multi`), or exactly one of them is true (`single`). */
    labels: z.enum(['multi', 'single']),
    /** How the probabilities of the chunks become those of the track, tag by tag. */
    aggregation: z.enum(['mean', 'max', 'median']),
  })
  .readonly();
export type ScoresSpec = z.infer<typeof ScoresSpec>;
