import { apt, hasLists } from './apt.mjs';

/** Installs the packages of these tools on the system. */
export function installAsRoot(tools) {
  const names = tools.map(({ aptPackage }) => aptPackage);
  console.error(`Installing ${names.join(', ')} ...`);
  const install = () => apt(['install', '--no-install-recommends', ...names]);
  if (hasLists() && install() !== undefined) return;
  // There are no package lists, or they are so old that the packages in them are no longer available.
  apt(['update']);
  install();
}
