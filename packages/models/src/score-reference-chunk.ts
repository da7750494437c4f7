import { EarmarkError, messageOf } from '@earmark/core/failure';
import { areProbabilities, type InstalledModel } from '@earmark/core/model';
import { openOnnxSession, runReferenceChunk } from '@earmark/inference';

/**
 * What the network computes for the reference chunk on the CPU: [nTags], or its embedding where it has no tags.
 *
 * @throws CHECKPOINT_INVALID when a score is no probability, INFERENCE_FAILED when it cannot be run at all
 */
export async function scoreReferenceChunk(model: InstalledModel): Promise<Float32Array> {
  const { name, nTags } = model.spec;
  const scores = await score(model).catch((cause: unknown) => {
    throw new EarmarkError(
      'INFERENCE_FAILED',
      `The network of ${name} cannot be run: ${messageOf(cause)}`,
      { cause },
    );
  });
  if (nTags === 0 || areProbabilities(scores)) return scores;
  throw new EarmarkError(
    'CHECKPOINT_INVALID',
    `The network of ${name} gives scores that are no probabilities: its weights look damaged. Fetch the checkpoint again.`,
  );
}

async function score(model: InstalledModel): Promise<Float32Array> {
  const session = await openOnnxSession(model, 'cpu');
  try {
    const [scores = new Float32Array()] = await runReferenceChunk(model, session, 1);
    return scores;
  } finally {
    await session.close();
  }
}
