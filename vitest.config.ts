import { defaultServerConditions } from 'vite';
import { defineConfig } from 'vitest/config';

// As the programs do, for tests that load onnxruntime themselves.
process.env['ORT_DISABLE_TELEMETRY'] ??= '1';

const SOURCE = ['@earmark/source', ...defaultServerConditions];

/** Tests that start threads, programs and servers; what `tsc` compiled is loaded by Node itself. */
const WITH_PROGRAMS = {
  server: { deps: { external: [/\/packages\/[^/]+\/dist\//] } },
  globalSetup: ['test/support/global-build.ts', 'test/support/global-services.ts'],
  setupFiles: ['test/support/each-file.ts'],
};

/** Only what hangs is ended by them: how long a test takes depends on what else the machine does. */
const LIMITS = { testTimeout: 900_000, hookTimeout: 900_000 };

/** First what computes, then what starts programs and waits for them: four at a time on two cores. */
export default defineConfig({
  test: {
    projects: [
      {
        // Straight from source, whatever was built.
        resolve: { conditions: SOURCE },
        ssr: { resolve: { conditions: SOURCE, externalConditions: SOURCE } },
        test: {
          name: 'unit',
          maxWorkers: 2,
          // No test leaves anything behind, and a process for each of the files costs more than all tests in them.
          isolate: false,
          include: ['packages/*/src/**/*.test.ts', 'infra/*/src/**/*.test.ts'],
          ...LIMITS,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'golden',
          maxWorkers: 2,
          include: ['test/golden/**/*.test.ts'],
          globalSetup: ['test/support/global-build.ts'],
          ...LIMITS,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          ...WITH_PROGRAMS,
          ...LIMITS,
          maxWorkers: 4,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'faults',
          include: ['test/faults/**/*.test.ts'],
          ...WITH_PROGRAMS,
          ...LIMITS,
          maxWorkers: 4,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          ...WITH_PROGRAMS,
          ...LIMITS,
          maxWorkers: 4,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
