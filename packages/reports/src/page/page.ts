import { createHash } from 'node:crypto';
import { html, type Html } from './html.ts';

export interface Page {
  readonly title: string;
  readonly styles: readonly Html[];
  readonly body: readonly (Html | null)[];
  readonly footer: string;
  /** Source of the one script that the page may run; the page must be complete without it. */
  readonly script?: string;
}

/**
 * A self-contained page that loads nothing from the network, which its content security policy enforces. The policy
 * names its script by hash, so that script injected through a file name does not run.
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
