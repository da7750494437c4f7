import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** The packages of ours that each package may import. */
const IMPORTS = {
  core: [],
  runtime: ['core'],
  converter: ['core'],
  producer: ['core', 'runtime'],
  worker: ['core', 'runtime'],
  aggregator: ['core', 'runtime'],
  cli: ['core', 'runtime', 'converter', 'producer', 'worker', 'aggregator'],
};

/** Libraries that only one place names, which translates their errors and types for everyone else. */
const EDGE_LIBRARIES = ['bullmq', 'onnxruntime-node', 'ioredis', 'pg', '@aws-sdk'];

/** Where each of them is named; a later row stands in place of an earlier one. */
const EDGES = [
  { files: 'packages/runtime/src/**', libraries: ['ioredis', 'pg', '@aws-sdk'] },
  { files: 'packages/runtime/src/queue/**', libraries: ['ioredis', 'pg', 'bullmq'] },
  { files: 'packages/worker/src/consume.ts', libraries: ['bullmq'] },
  { files: 'packages/worker/src/inference/**', libraries: ['onnxruntime-node'] },
];

const TESTS = ['**/*.test.ts', 'test/**', 'bench/**'];

export default defineConfig(
  {
    // assembly/ is AssemblyScript: it looks like TypeScript and has other types.
    ignores: ['**/dist/', 'results/', 'coverage/', '.cache/', 'packages/core/assembly/'],
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: {
        // In the order of imports: a file is read with the settings of the first project that has it.
        project: [
          ...Object.keys(IMPORTS).map((name) => `packages/${name}/tsconfig.json`),
          'test/tsconfig.json',
          'bench/tsconfig.json',
        ],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // A number in a sentence and a callback of one call read best as they are.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Take the parsed Environment as a value.' },
      ],
    },
  },
  { files: ['**/*.{js,mjs}'], extends: [tseslint.configs.strict, tseslint.configs.stylistic] },
  {
    files: ['packages/core/src/**'],
    ignores: TESTS,
    rules: restrictImports(only('core knows music and no machine', 'zod')),
  },
  ...Object.keys(IMPORTS)
    .filter((name) => name !== 'core')
    .map((name) => boundary(`packages/${name}/src/**`, [])),
  ...EDGES.map(({ files, libraries }) => boundary(files, libraries)),
  {
    // The first reads it; all set what libraries look for in it.
    files: [
      'packages/cli/src/main.ts',
      'packages/worker/src/device/pin-environment.ts',
      'vitest.config.ts',
    ],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    // Hot loops, where an index lies inside the bound of its loop; and weights whose shapes were checked.
    files: [
      'packages/core/src/{audio,agreement,evaluation,tagging,report}/**',
      'packages/converter/src/**',
      'packages/aggregator/src/results/**',
    ],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    files: TESTS,
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      'no-restricted-properties': 'off',
    },
  },
);

/** Of our packages the ones that the table allows; of the edge libraries these. */
function boundary(files, libraries) {
  const name = files.split('/')[1];
  const strangers = Object.keys(IMPORTS).filter((other) => !IMPORTS[name].includes(other));
  const fenced = EDGE_LIBRARIES.filter((library) => !libraries.includes(library));
  return {
    files: [files],
    ignores: TESTS,
    rules: restrictImports(
      none('imports point one way: core <- runtime, converter <- a program <- cli', [
        ...strangers.map((other) => `@earmark/${other}`),
      ]),
      none('this library is named at one edge only, see eslint.config.js', fenced),
    ),
  };
}

function restrictImports(...patterns) {
  return { 'no-restricted-imports': ['error', { patterns }] };
}

function none(message, modules) {
  return { regex: `^(${modules.join('|')})(/|$)`, message };
}

function only(message, module) {
  return { regex: `^(?!\\.{1,2}/|${module}$)`, message };
}
