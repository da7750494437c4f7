/**
 * Version of the rule that makes the scores of a track from its chunks: 16 chunks spread over the
 * track, mean of their outputs; one zero-padded chunk for a track that is shorter.
 */
export const SCORING = 'mean-of-16-1';
