import type { Architecture } from '@earmark/core/model';
import { attention } from './attention.ts';
import { baseline } from './baseline.ts';
import { crnn } from './crnn.ts';
import type { ArchitectureDefinition } from './definition.ts';
import { fcn } from './fcn.ts';
import { hcnn } from './hcnn.ts';
import { musicnn } from './musicnn.ts';
import { sample } from './sample.ts';
import { se } from './se.ts';
import { shortRes } from './short-res.ts';
import { short } from './short.ts';

/** Every network that can be converted. */
export const ARCHITECTURES: Readonly<Record<Architecture, ArchitectureDefinition>> = {
  fcn,
  crnn,
  musicnn,
  sample,
  se,
  short,
  short_res: shortRes,
  attention,
  hcnn,
  baseline,
};
