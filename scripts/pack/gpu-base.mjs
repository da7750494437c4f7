import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { findTool } from '../setup/find-tool.mjs';
import { writeJson } from '../setup/json.mjs';

/** Libraries that a machine may lack, in folders by what needs them. */
const LIBRARIES = { 'c++': ['libstdc++.so.6', 'libgcc_s.so.1'], vulkan: ['libvulkan.so.1'] };

/** Names of NVIDIA's Vulkan driver. */
const DRIVERS = { glx: 'libGLX_nvidia.so.0', egl: 'libEGL_nvidia.so.0' };

/**
 * What has to be there before anything can be unpacked by Node: Node itself, and libraries for a machine without them.
 *
 * @param staging a folder for it
 * @param archive becomes a .tar.gz
 */
export function writeBase(staging, archive) {
  mkdirSync(join(staging, 'bin'), { recursive: true });
  const node = join(staging, 'bin/node');
  copyFileSync(process.execPath, node);
  chmodSync(node, 0o755);
  // Names of functions, for debuggers: an eighth of it.
  if (findTool('strip')) execFileSync('strip', [node]);
  for (const [folder, names] of Object.entries(LIBRARIES)) {
    mkdirSync(join(staging, 'libraries', folder), { recursive: true });
    for (const name of names) {
      copyFileSync(findLibrary(name), join(staging, 'libraries', folder, name));
    }
  }
  mkdirSync(join(staging, 'drivers'));
  for (const [name, library] of Object.entries(DRIVERS)) {
    const ICD = { library_path: library, api_version: '1.3.0' };
    writeJson(join(staging, `drivers/nvidia-${name}.json`), { file_format_version: '1.0.0', ICD });
  }
  execFileSync('tar', ['-C', staging, '-I', 'gzip -9', '-cf', archive, '.']);
}

function findLibrary(name) {
  const listed = execFileSync('ldconfig', ['-p'], {
    encoding: 'utf8',
    env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` },
  });
  const line = listed.split('\n').find((each) => each.trim().startsWith(`${name} (libc6,x86-64`));
  if (line) return realpathSync(line.split(' => ')[1]);
  console.error(`${name} is not on this machine. On Debian: apt-get install libvulkan1 libstdc++6`);
  return process.exit(2);
}
