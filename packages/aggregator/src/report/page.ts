import { html, type Html } from './html.ts';

export interface Page {
  readonly title: string;
  readonly styles: readonly Html[];
  readonly body: readonly Html[];
  readonly footer: string;
}

/**
 * A page that is self-contained, without scripts, and never asks the network for anything, which its
 * content security policy makes sure of.
 */
export function page({ title, styles, body, footer }: Page): string {
  const { markup } = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"
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
      </body>
    </html> `;
  return markup;
}
