import { parentPort } from 'node:worker_threads';
import { countChunks, enterThread, type RequestedModel, serveSessions } from '@earmark/inference';
import { type DeviceName, DEVICES } from '@earmark/inference/devices';
import { N_CHUNKS } from './networks-alone.ts';
import { PUBLISHED_GFLOP } from './published-gflop.ts';
import { runOn, simulatedDevice } from './simulated-device.ts';

// In place of the thread that holds sessions: its networks take as long as a device of the given speed, and score 0.5.
const { chunksPerRun } = DEVICES[enterThread() as DeviceName];
const device = simulatedDevice();

parentPort?.on(
  'message',
  serveSessions({
    chunksPerRun,
    sessionOf: ({ spec }: RequestedModel) =>
      Promise.resolve({
        run(features, shape) {
          const nChunks = countChunks(features, shape);
          const operations = (1e9 * (PUBLISHED_GFLOP[spec.architecture] ?? 0) * nChunks) / N_CHUNKS;
          runOn(device, { bytes: features.byteLength, operations });
          const scores = Array.from({ length: nChunks }, () =>
            new Float32Array(spec.nTags).fill(0.5),
          );
          return Promise.resolve({ scores, embeddings: [] });
        },
      }),
  }),
);
