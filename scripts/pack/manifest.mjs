import { readJson } from '../setup/json.mjs';
import { inRoot } from '../setup/root.mjs';

/** Fields of the root's package.json that a user of the package reads. */
const SHARED_FIELDS = [
  'name',
  'version',
  'description',
  'keywords',
  'license',
  'author',
  'homepage',
  'repository',
  'bugs',
  'type',
  'engines',
];

/**
 * The package.json of the npm package: the programs are bundled, so what is left to depend on is what is not.
 *
 * @param external names of packages, `*` stands for any part of a name
 * @param bundled those of them that are inside the package
 */
export function packageManifest({ external, bundled }) {
  const root = readJson(inRoot('package.json'));
  const workspaces = root.workspaces.map((folder) => readJson(inRoot(folder, 'package.json')));
  const pick = (field) =>
    Object.fromEntries(
      workspaces
        .flatMap((workspace) => Object.entries(workspace[field] ?? {}))
        .filter(([name]) => external.some((pattern) => matches(name, pattern)))
        .sort(),
    );
  return {
    ...Object.fromEntries(SHARED_FIELDS.map((field) => [field, root[field]])),
    os: ['linux', 'darwin'],
    cpu: ['x64', 'arm64'],
    bin: { earmark: 'dist/earmark/programs/main.js' },
    // It is a command and no library.
    exports: { './package.json': './package.json' },
    files: PACKED,
    dependencies: pick('dependencies'),
    optionalDependencies: pick('optionalDependencies'),
    bundleDependencies: bundled,
  };
}

/** Files and folders of the repository that the package has beside the bundle, at the same paths. */
export const COPIED = [
  'README.md',
  'README.zh-CN.md',
  'CHANGELOG.md',
  'LICENSE',
  'docs',
  'models',
  'samples',
  'infra/README.md',
  'infra/compose.yaml',
  'infra/grafana/dashboards',
  'infra/grafana/provisioning',
  'infra/kubernetes',
  'infra/make-secrets.sh',
  'infra/prometheus/alertmanager.yml',
  'infra/prometheus/prometheus.yml',
  'infra/prometheus/rules',
  'infra/systemd',
];

const PACKED = ['dist/earmark', 'THIRD-PARTY-LICENCES.txt', ...COPIED];

function matches(name, pattern) {
  const [start, end = ''] = pattern.split('*');
  return pattern.includes('*') ? name.startsWith(start) && name.endsWith(end) : name === pattern;
}
