import { apt, hasLists } from './apt.mjs';

/** Installs the packages of these tools on the system. */
export function installAsRoot(tools) {
  const names = tools.map(({ aptPackage }) => aptPackage);
  console.error(`Installing ${names.join(', ')} ...`);
  const install = () => apt(['install', '--no-install-recommends', ...names]);
  if (hasLists() && install() !== undefined) return;
  // No lists, or ones so old that the packages they name are gone.
  apt(['update']);
  install();
}
