import { defaultServerConditions } from 'vite';
import { defineConfig } from 'vitest/config';
import { isSeries } from './test/support/longer-series.ts';

// As the programs do, for tests that load onnxruntime themselves.
process.env['ORT_DISABLE_TELEMETRY'] ??= '1';

// Vitest gives them to Node as well, which cannot load what packages have for bundlers alone, under `module`.
const SOURCE = [
  '@earmark/source',
  ...defaultServerConditions.filter((condition) => condition !== 'module'),
];

/** Tests that start threads, programs and servers; what `tsc` compiled is loaded by Node itself. */
const WITH_PROGRAMS = {
  server: { deps: { external: [/\/packages\/[^/]+\/dist\//] } },
  globalSetup: ['test/support/global-build.ts', 'test/support/global-services.ts'],
  setupFiles: ['test/support/each-file.ts'],
};

const LIMITS = {
  // No file leaves anything behind, and to load what it needs costs more than most files: each of the four processes does it once.
  isolate: false,
  // Only what hangs is ended by them: how long a test takes depends on what else the machine does.
  testTimeout: 900_000,
  hookTimeout: 900_000,
  // Four at a time on two cores: what starts programs waits for them most of the time. Vitest takes the projects by name,
  // so that those which wait begin first and short files come last.
  maxWorkers: 4,
};

/**
 * Only in longer series: faults that everything.test.ts injects among all others, the proof that the reference scores
 * tell a mistake from none, and the folder that measures GPUs, which takes a minute to pack.
 */
const IN_LONGER_SERIES = [
  'test/faults/gpu-folder.test.ts',
  'test/faults/killed-workers.test.ts',
  'test/faults/stopped-worker.test.ts',
  'test/golden/mutations.test.ts',
];
const exclude = isSeries ? [] : IN_LONGER_SERIES;

export default defineConfig({
  test: {
    projects: [
      {
        // Straight from source, whatever was built.
        resolve: { conditions: SOURCE },
        ssr: { resolve: { conditions: SOURCE, externalConditions: SOURCE } },
        test: {
          name: 'unit',
          include: ['{packages,infra}/*/src/**/*.test.ts', 'bench/**/*.test.ts'],
          ...LIMITS,
        },
      },
      {
        test: {
          name: 'golden',
          include: ['test/golden/**/*.test.ts'],
          exclude,
          globalSetup: ['test/support/global-build.ts'],
          ...LIMITS,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          ...WITH_PROGRAMS,
          ...LIMITS,
        },
      },
      {
        test: {
          name: 'faults',
          include: ['test/faults/**/*.test.ts'],
          exclude,
          ...WITH_PROGRAMS,
          ...LIMITS,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          ...WITH_PROGRAMS,
          ...LIMITS,
        },
      },
    ],
  },
});
