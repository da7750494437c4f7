import type { Architecture } from '@earmark/core/model';

/** Name of our node that gives what a stage of the reference gives. */
export function stageNode(architecture: Architecture, stage: string): string {
  return BLOCKS[architecture]?.[stage] ?? OTHERS[stage] ?? stage;
}

/** The front end's output. */
export const NETWORK_INPUT = 'log_mel';

/** Of all states that the reference gives we compute the last alone. */
export const LAST_STATE = 'layer5/gru_2/squeeze_direction';

const OTHERS: Readonly<Record<string, string>> = {
  to_db: NETWORK_INPUT,
  hstft: 'harmonics',
  bn: 'dense1',
};

/** Of `baseline` no stages are known. */
const BLOCKS: Readonly<Partial<Record<Architecture, Readonly<Record<string, string>>>>> = {
  fcn: layers('pool', 1, 5),
  crnn: { ...layers('pool', 1, 4), layer5: LAST_STATE },
  musicnn: {
    'layers.0': 'layers/0/pool',
    'layers.1': 'layers/1/pool',
    'layers.2': 'layers/2/relu',
    'layers.3': 'layers/3/relu',
    'layers.4': 'layers/4/relu',
    ...layers('relu', 1, 3),
  },
  sample: { ...layers('relu', 1, 11), ...layers('pool', 2, 10) },
  se: { ...layers('relu', 1, 11), ...layers('pool', 2, 10) },
  short: layers('pool', 1, 7),
  short_res: layers('relu', 1, 7),
  attention: {
    ...layers('relu', 1, 7),
    'encoder.layer.0': 'encoder/layer/0/output/norm',
    'encoder.layer.1': 'encoder/layer/1/output/norm',
    pooler: 'pooler/tanh',
  },
  hcnn: layers('pool', 1, 7),
};

/** Blocks that end with the same kind of node. */
function layers(end: string, first: number, last: number): Readonly<Record<string, string>> {
  const names = Array.from({ length: last - first + 1 }, (_, i) => `layer${first + i}`);
  return Object.fromEntries(names.map((name) => [name, `${name}/${end}`]));
}
