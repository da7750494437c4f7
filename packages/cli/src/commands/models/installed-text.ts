import type { ModelSpec } from '@earmark/core/model';

/** `installed (0123456789ab, the published weights)`. */
export function installedText({ weightsSha256, published }: ModelSpec): string {
  const origin = published ? 'the published weights' : 'not the published weights';
  return `installed (${weightsSha256.slice(0, 12)}, ${origin})`;
}
