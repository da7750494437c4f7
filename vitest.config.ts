import { defaultServerConditions } from 'vite';
import { defineConfig } from 'vitest/config';

// As the programs do, for tests that load onnxruntime themselves.
process.env['ORT_DISABLE_TELEMETRY'] ??= '1';

const SOURCE = ['@earmark/source', ...defaultServerConditions];

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
          testTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'golden',
          include: ['test/golden/**/*.test.ts'],
          testTimeout: 300_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          globalSetup: ['test/support/global-services.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'faults',
          include: ['test/faults/**/*.test.ts'],
          globalSetup: ['test/support/global-services.ts'],
          testTimeout: 300_000,
          hookTimeout: 120_000,
          // They wait more than they work.
          maxWorkers: 3,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          globalSetup: ['test/support/global-services.ts'],
          testTimeout: 300_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
