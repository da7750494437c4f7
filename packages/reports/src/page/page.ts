import { createHash } from 'node:crypto';
import { html, type Html } from './html.ts';

export interface Page {
  readonly title: string;
  readonly styles: readonly Html[];
  readonly body: readonly (Html | null)[];
  readonly footer: string;
  /** Source of the one script that the page may run; it must be whole without. */
  readonly script?: string;
}

/**
 * A page that is self-contained and never asks the network for anything, which its content security policy makes
 * sure of. The policy names its script by hash: whatever a file name may smuggle in does not run.
 */
export function page({ title, styles, body, footer, script = '' }: Page): string {
  const scriptHash = createHash('sha256').update(script).digest('base64');
  const { markup } = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'sha256-${scriptHash}'"
        />
        <link rel="icon" href="data:," />
        <title>${title}</title>
        <style>
          ${styles}
        </style>
      </head>
      <body>
        <main>${body}</main>
        <footer>
          <p>${footer}</p>
        </footer>
        ${{ markup: script === '' ? '' : `<script>${script}</script>` }}
      </body>
    </html> `;
  return markup;
}
