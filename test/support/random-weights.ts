import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { temporaryFolder, type TemporaryFolder } from './temporary-folder.ts';

/** A folder with the checkpoints of random weights, `synthetic/<architecture>/best_model.pth`. */
export function unpackRandomWeights(golden: string): TemporaryFolder {
  const folder = temporaryFolder();
  execFileSync('tar', ['-xJf', join(golden, 'weights/synthetic.tar.xz'), '-C', folder.path]);
  return folder;
}
