import { defaultServerConditions } from 'vite';
import { defineConfig } from 'vitest/config';

// As the programs do, for tests that load onnxruntime themselves.
process.env['ORT_DISABLE_TELEMETRY'] ??= '1';

const SOURCE = ['@earmark/source', ...defaultServerConditions];

const SETUP = ['test/support/global-build.ts', 'test/support/global-services.ts'];

/** Only what hangs is ended by them: how long a test takes depends on what else the machine does. */
const LIMITS = { testTimeout: 900_000, hookTimeout: 900_000 };

/** One group after the other: what measures nothing but itself first, what needs the whole machine last. */
export default defineConfig({
  test: {
    projects: [
      {
        // Straight from source, whatever was built.
        resolve: { conditions: SOURCE },
        ssr: { resolve: { conditions: SOURCE, externalConditions: SOURCE } },
        test: {
          name: 'unit',
          include: ['packages/*/src/**/*.test.ts'],
          ...LIMITS,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'golden',
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
          globalSetup: SETUP,
          ...LIMITS,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'faults',
          include: ['test/faults/**/*.test.ts'],
          globalSetup: SETUP,
          ...LIMITS,
          // They wait more than they work.
          maxWorkers: 3,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: SETUP,
          ...LIMITS,
          maxWorkers: 2,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
