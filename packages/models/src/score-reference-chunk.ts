import { EarmarkError } from '@earmark/core/failure';
import { areProbabilities, type InstalledModel } from '@earmark/core/model';
import { openOnnxSession, runReferenceChunk } from '@earmark/inference';

/**
 * What the network says of the reference chunk on the CPU, [nTags].
 *
 * @throws CHECKPOINT_INVALID when that is no probability, INFERENCE_FAILED when it cannot be run at all
 */
export async function scoreReferenceChunk(atHand: InstalledModel): Promise<Float32Array> {
  const { name } = atHand.spec;
  const scores = await score(atHand).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new EarmarkError('INFERENCE_FAILED', `The network of ${name} cannot be run: ${reason}`, {
      cause,
    });
  });
  if (areProbabilities(scores)) return scores;
  throw new EarmarkError(
    'CHECKPOINT_INVALID',
    `The network of ${name} gives scores that are no probabilities: its weights look damaged. Fetch the checkpoint again.`,
  );
}

async function score(atHand: InstalledModel): Promise<Float32Array> {
  const session = await openOnnxSession(atHand, 'cpu');
  try {
    const [scores = new Float32Array()] = await runReferenceChunk(atHand, session, 1);
    return scores;
  } finally {
    await session.close();
  }
}
