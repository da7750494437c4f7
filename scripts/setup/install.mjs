import { readJson } from './json.mjs';
import { quietly } from './quietly.mjs';
import { inRoot } from './root.mjs';

/** Installs the packages of package-lock.json unless node_modules has them already; then the network is not used. */
export function installPackages() {
  if (isInstalled()) return;
  const args = ['ci', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env['npm_execpath'];
  if (npm) quietly('Installing packages', process.execPath, [npm, ...args]);
  else quietly('Installing packages', 'npm', args);
}

function isInstalled() {
  const wanted = readPackages('package-lock.json');
  const installed = readPackages('node_modules/.package-lock.json');
  // Content is compared, not modification times: in a fresh checkout every file looks new.
  return Object.entries(wanted)
    .filter(([path]) => path.startsWith('node_modules/'))
    .every(([path, { version, integrity, optional, devOptional }]) => {
      const found = installed[path];
      if (!found) return Boolean(optional ?? devOptional);
      return found.version === version && found.integrity === integrity;
    });
}

function readPackages(file) {
  try {
    return readJson(inRoot(file)).packages;
  } catch {
    return {};
  }
}
