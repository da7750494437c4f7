import type { EarmarkError } from '@earmark/core/failure';
import type { ModelSpec } from '@earmark/core/model';
import type { Display } from '@earmark/runtime/display';

/** What became of a model that was to be installed. */
export type Installation = { readonly name: string } & (
  | { readonly installed: ModelSpec }
  | { readonly skipped: string }
  | { readonly refused: EarmarkError }
);

/** Prints it in one line. */
export function showInstallation(display: Display, done: Installation): void {
  if ('refused' in done) display.warn(`${done.name}  refused: ${done.refused.message}`);
  else if ('skipped' in done) display.line(`${done.name}  skipped: ${done.skipped}`);
  else display.line(`${done.name}  ${installedText(done.installed)}`);
}

/** `installed (0123456789ab, the published weights)`. */
function installedText({ weightsSha256, published }: ModelSpec): string {
  const origin = published ? 'the published weights' : 'not the published weights';
  return `installed (${weightsSha256.slice(0, 12)}, ${origin})`;
}

/** The same for machines. */
export function installationJson(done: Installation): object {
  const nothing = { weightsSha256: null, published: null, code: null, reason: null };
  const { name } = done;
  if ('refused' in done) {
    const { code, message } = done.refused;
    return { name, state: 'refused', ...nothing, code, reason: message };
  }
  if ('skipped' in done) return { name, state: 'skipped', ...nothing, reason: done.skipped };
  const { weightsSha256, published } = done.installed;
  return { name, state: 'installed', ...nothing, weightsSha256, published };
}
