import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Started, startProgram, type Variables } from './earmark.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The base that the image is built on: see test/support/base-image.sh. */
export const NODE_IMAGE = process.env['EARMARK_NODE_IMAGE'] ?? '';

export const canBuild =
  NODE_IMAGE !== '' && process.getuid?.() === 0 && spawnSync('buildah', ['--version']).status === 0;

/** An image that was built from infra/docker/Dockerfile, and is mounted in a folder. */
export interface Image {
  readonly root: string;
  readonly healthcheck: readonly string[];
  /** Starts `tini -- earmark ARGS` as a container runtime does: as the user of the image, and the root read-only. */
  start(args: readonly string[], variables: Variables): Started;
  /** How a command of the image ends that is started in the same way. */
  execute(command: readonly string[], variables: Variables): Started;
  remove(): void;
}

interface Inspected {
  readonly Docker: {
    readonly config: {
      readonly User: string;
      readonly Env: readonly string[];
      readonly Entrypoint: readonly string[];
      readonly Volumes: Readonly<Record<string, unknown>>;
      readonly Healthcheck: { readonly Test: readonly string[] };
    };
  };
}

/** @param music a folder that programs find as /music */
export function buildImage(music: string): Image {
  const folder = mkdtempSync(join(tmpdir(), 'earmark-image-'));
  execFileSync('npm', ['run', '--prefix', ROOT, 'pack'], { cwd: folder });
  const name = `localhost/earmark-test-${String(process.pid)}`;
  const base = ['--build-arg', `NODE_IMAGE=${NODE_IMAGE}`];
  const options = ['--isolation', 'chroot', '--format', 'docker', '--layers', ...base];
  const dockerfile = ['-f', join(ROOT, 'infra/docker/Dockerfile')];
  buildah('build', '--quiet', ...options, ...dockerfile, '-t', name, folder);
  const container = buildah('from', name).trim();
  const root = buildah('mount', container).trim();
  const { config } = (JSON.parse(buildah('inspect', '--type', 'image', name)) as Inspected).Docker;

  // Volumes are folders of this machine, which belong to the user of the image; all else is read-only.
  const volumes = Object.keys(config.Volumes).map((path) => {
    const volume = join(folder, path.replaceAll('/', '_'));
    mkdirSync(volume, { mode: 0o777 });
    execFileSync('chown', [config.User, volume]);
    return `mount --bind ${volume} ${root}${path}`;
  });
  mkdirSync(join(root, 'music'));
  const surroundings = [
    `mount --bind ${root} ${root}`,
    `mount -o remount,bind,ro ${root}`,
    `mount --rbind /proc ${root}/proc`,
    `mount --rbind /dev ${root}/dev`,
    `mount --bind -o ro ${music} ${root}/music`,
    ...volumes,
    `exec chroot --userspec=${config.User} ${root} "$0" "$@"`,
  ].join(' && ');
  const ofImage = Object.fromEntries(
    config.Env.map((pair) => pair.split(/=(.*)/s, 2) as [string, string]),
  );
  const execute = (command: readonly string[], variables: Variables) =>
    startProgram('unshare', ['--mount', 'sh', '-c', surroundings, ...command], {
      ...ofImage,
      // Here it is not the first process, as it is in a container.
      TINI_SUBREAPER: '1',
      ...variables,
    });
  return {
    root,
    healthcheck: config.Healthcheck.Test.slice(1),
    execute,
    start: (args, variables) => execute([...config.Entrypoint, ...args], variables),
    remove() {
      buildah('rm', container);
      buildah('rmi', name);
      rmSync(folder, { recursive: true });
    },
  };
}

function buildah(...args: readonly string[]): string {
  return execFileSync('buildah', args, { encoding: 'utf8', maxBuffer: 1 << 26 });
}
