import { defineConfig } from 'eslint/config';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import { importX } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

const FOR_WORKERS = [
  ...['core', 'runtime', 'ledger', 'queue', 'source'],
  ...['decode', 'inference', 'models', 'services'],
];

/** The packages of ours that each package may import: arrows point down this list only. */
const IMPORTS = {
  core: [],
  runtime: ['core'],
  converter: ['core'],
  decode: ['core', 'runtime'],
  inference: ['core', 'runtime'],
  ledger: ['core'],
  queue: ['core', 'runtime', 'ledger'],
  source: ['core', 'runtime'],
  models: ['core', 'runtime', 'converter', 'inference'],
  services: ['core', 'runtime', 'ledger', 'queue'],
  reports: ['core', 'runtime', 'ledger', 'source'],
  dataset: ['core', 'runtime', 'queue', 'source', 'decode', 'services'],
  producer: ['core', 'runtime', 'ledger', 'queue', 'source', 'models', 'services'],
  worker: FOR_WORKERS,
  aggregator: ['core', 'runtime', 'ledger', 'queue', 'services', 'reports'],
  cli: [...FOR_WORKERS, 'reports', 'dataset', 'producer', 'worker', 'aggregator'],
};

/** Libraries that one package names, which translates their errors and types for everyone else. */
const EDGE_LIBRARIES = {
  pg: 'ledger',
  bullmq: 'queue',
  ioredis: 'queue',
  '@aws-sdk': 'source',
  'onnxruntime-node': 'inference',
  '@opentelemetry/sdk-trace-node': 'runtime',
  '@opentelemetry/exporter-trace-otlp-proto': 'runtime',
};

const TESTS = ['**/*.test.ts', 'test/**', 'bench/**'];

/** A relative path from one package into another, or from a test into any. */
const INSIDES = {
  regex: '^(\\.\\./)+(packages/)?(' + Object.keys(IMPORTS).join('|') + ')/(src|dist)/',
  message: 'import a package by one of its entries: see "exports" in its package.json',
};

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
        project: 'tsconfig.lint.json',
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
      'no-restricted-syntax': [
        'error',
        {
          selector: 'ImportDeclaration[source.value="zod"] > ImportSpecifier',
          message:
            'Write import * as z: else every program loads the messages of zod in all languages.',
        },
      ],
    },
  },
  {
    files: ['packages/*/src/**/*.ts'],
    plugins: { 'import-x': importX },
    settings: {
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] },
      'import-x/resolver-next': [
        createTypeScriptImportResolver({
          conditionNames: ['@earmark/source', 'types', 'import', 'node', 'default'],
          project: 'tsconfig.base.json',
        }),
      ],
    },
    rules: { 'import-x/no-cycle': ['error', { ignoreExternal: true }] },
  },
  { files: ['**/*.{js,mjs}'], extends: [tseslint.configs.strict, tseslint.configs.stylistic] },
  {
    files: ['packages/core/src/**'],
    ignores: TESTS,
    rules: restrictImports(only('core knows music and no machine', 'zod')),
  },
  ...Object.keys(IMPORTS)
    .filter((name) => name !== 'core')
    .map(boundary),
  // An entry of a package, which its `exports` names, is the only way in.
  { files: TESTS, rules: restrictImports(INSIDES) },
  {
    // They hand it on to `runMain`, which reads it; the last sets what libraries look for in it.
    files: [
      'packages/*/src/main.ts',
      'packages/inference/src/device/choose-device.ts',
      'vitest.config.ts',
    ],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    // Hot loops, where an index lies inside the bound of its loop; and weights whose shapes were checked.
    files: [
      'packages/core/src/{audio,agreement,dataset,evaluation,tagging,report}/**',
      'packages/converter/src/**',
      'packages/reports/src/results/**',
    ],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    // The schema that replaces this one is read by the newest versions of Grafana only.
    files: ['infra/grafana/src/create-dashboard.ts'],
    rules: { '@typescript-eslint/no-deprecated': 'off' },
  },
  {
    files: TESTS,
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      'no-restricted-properties': 'off',
    },
  },
);

/** Of our packages the ones that the table allows; of the edge libraries those of this package. */
function boundary(name) {
  const forbidden = Object.keys(IMPORTS).filter((other) => !IMPORTS[name].includes(other));
  const fenced = Object.keys(EDGE_LIBRARIES).filter((library) => EDGE_LIBRARIES[library] !== name);
  return {
    files: [`packages/${name}/src/**`],
    ignores: TESTS,
    rules: restrictImports(
      INSIDES,
      none(
        'imports point one way, see IMPORTS in eslint.config.js',
        forbidden.map((other) => `@earmark/${other}`),
      ),
      none('this library is named in one package only, see eslint.config.js', fenced),
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
