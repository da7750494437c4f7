import type { Html } from './html.ts';

/** Style of the page. Charts take their colours from the same variables. */
export const STYLE: Html = {
  markup: `
:root {
  color-scheme: light dark;
  --paper: #fff; --ink: #1c2126; --muted: #5a646d; --rule: #dfe3e6; --tint: #f5f7f8;
  --link: #1d5f86; --bar: #3f7ea3; --bar-weak: #c3d7e3; --bar-tint: #dbe8f0;
  --group-0: #1d4e70; --group-1: #8a4b12; --group-2: #3c7a4c;
  --heat-weak: #e6f1fa; --heat-strong: #002f57; --heat-none: #f5f7f8;
  --ink-on-weak: #000; --ink-on-strong: #fff;
  --serif: 'Iowan Old Style', 'Palatino Linotype', Palatino, 'Source Serif 4', Georgia, serif;
  --sans: system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Noto Sans CJK SC', sans-serif;
  --mono: ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, monospace;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #15181b; --ink: #e3e7ea; --muted: #9ba5ae; --rule: #2c3237; --tint: #1c2024;
    --link: #86bfe0; --bar: #6aaad0; --bar-weak: #38505f; --bar-tint: #2a4252;
    --group-0: #8cc6ea; --group-1: #e5a86b; --group-2: #92cf9f;
    --heat-weak: #1d2329; --heat-strong: #7fbbe2; --heat-none: #1c2024;
    --ink-on-weak: #fff; --ink-on-strong: #000;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 0.9375rem/1.55 var(--sans); font-variant-numeric: tabular-nums lining-nums;
}
main, footer { max-width: 65rem; margin: 0 auto; padding: 0 clamp(1rem, 4vw, 2.5rem); }
main { padding-top: clamp(2rem, 7vw, 5rem); }
p { max-width: 42rem; margin: 0 0 1rem; }
.eyebrow { margin: 0 0 0.5rem; color: var(--muted); font-size: 0.8125rem; letter-spacing: 0.04em; }
h1 {
  margin: 0 0 1rem; font: 400 clamp(1.75rem, 4.5vw, 2.5rem)/1.15 var(--serif);
  overflow-wrap: anywhere; text-wrap: balance;
}
.lead { max-width: 44rem; text-wrap: pretty; margin-bottom: 2rem; font: 1.1875rem/1.5 var(--serif); }
.notice {
  margin-bottom: 2rem; padding: 0.75rem 1rem; border-left: 3px solid var(--bar); background: var(--tint);
}
.facts {
  display: grid; grid-template-columns: repeat(2, 1fr); gap: 1.25rem 1.5rem;
  margin: 0; padding: 1.25rem 0; border: solid var(--rule); border-width: 1px 0;
}
@media (min-width: 44rem) { .facts { grid-template-columns: repeat(4, 1fr); } }
dt { color: var(--muted); font-size: 0.8125rem; }
dd { margin: 0; }
section { margin-top: 3.5rem; }
h2 { margin: 0 0 0.75rem; font: 400 1.5rem/1.25 var(--serif); }
h3 { margin: 2rem 0 0.5rem; font: 600 0.9375rem/1.4 var(--sans); }
figure { min-width: 0; margin: 1.5rem 0; }
figcaption, caption {
  color: var(--muted); font-size: 0.8125rem; line-height: 1.5; text-align: left;
}
figcaption { margin-top: 0.75rem; }
caption { padding-bottom: 0.5rem; }
.scroll { overflow-x: auto; }
nav { margin: 1.25rem 0 0; font-size: 0.875rem; }
nav a { display: inline-block; margin-right: 1.25rem; }
a { color: var(--link); text-underline-offset: 0.15em; text-decoration-thickness: 1px; }
a:not(:hover) { text-decoration-color: color-mix(in oklab, currentColor 35%, transparent); }
.scale { display: inline-flex; gap: 0.4em; align-items: center; white-space: nowrap; }
.scale i {
  width: 7rem; height: 0.7em;
  background: linear-gradient(in oklab to right, var(--heat-weak), var(--heat-strong));
}
.multiples { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: 1rem 1.5rem; }
.multiples svg { width: 100%; height: auto; }
.key { display: inline-block; width: 0.8em; height: 0.8em; }
.key.all { background: var(--bar-weak); }
.key.top { background: var(--bar); }
.cloud { max-width: 100%; height: auto; margin: 0 auto; }
.group-0 { fill: var(--group-0); color: var(--group-0); font-weight: 700; }
.group-1 { fill: var(--group-1); color: var(--group-1); font-style: italic; }
.group-2 { fill: var(--group-2); color: var(--group-2); }
.group-3 { fill: var(--muted); color: var(--muted); }
@media (min-width: 66rem) {
  .beside { display: grid; grid-template-columns: auto minmax(14rem, 1fr); gap: 2.5rem; }
  .beside figure { margin-top: 0; }
  .beside figcaption { contain: inline-size; }
}
:focus-visible { outline: 2px solid var(--link); outline-offset: 3px; }
svg { display: block; max-width: none; }
svg text { font-family: var(--sans) !important; }
table { min-width: min(100%, 28rem); margin: 0 0 1.5rem; border-collapse: collapse; font-size: 0.875rem; }
th, td { padding: 0.45rem 1.25rem 0.45rem 0; text-align: left; vertical-align: top; }
th:last-child, td:last-child { padding-right: 0; }
thead th { border-bottom: 1px solid var(--ink); font-weight: 600; vertical-align: bottom; }
tbody th { font-weight: 400; }
tbody tr { border-bottom: 1px solid var(--rule); }
tr > :first-child { position: sticky; left: 0; background: var(--paper); }
[data-sortable] th, [data-sortable] td { padding-top: 0.2rem; padding-bottom: 0.2rem; }
[data-sortable] tbody th { white-space: nowrap; }
thead .number { max-width: 8rem; white-space: normal; }
[data-sortable] thead th { padding-right: 0.6rem; }
th button {
  padding: 0; border: 0; background: none; color: inherit; font: inherit; text-align: inherit; cursor: pointer;
}
th button:hover { text-decoration: underline; }
[aria-sort='descending'] button::after { content: '\\2009\\2193'; }
[aria-sort='ascending'] button::after { content: '\\2009\\2191'; }
td[style] {
  min-width: 4.25rem; padding-left: 0.25rem; padding-right: 0.25rem; border-right: 0.4rem solid var(--paper);
  background: linear-gradient(var(--bar-tint) 0 0) no-repeat left / var(--length) 80% padding-box;
}
.top-tags { margin: 0; padding: 0; list-style: none; line-height: 1.35; }
.top-tags li { display: flex; gap: 0.5em; justify-content: space-between; color: var(--muted); white-space: nowrap; }
.top-tags b { color: var(--ink); font-weight: 600; }
.none { color: var(--muted); }
@media screen and (min-width: 66rem) {
  .wide .scroll { margin-inline: calc((65rem - min(100vw, 92rem)) / 2 + 1rem); }
}
.review table { font-size: 0.75rem; }
.review th, .review td { padding-right: 0.75rem; }
.review td { font-size: 0.6875rem; }
.review .file { min-width: 7rem; max-width: 16rem; }
.number { text-align: right; white-space: nowrap; }
code { font-family: var(--mono); font-size: 0.9em; }
.hash { display: block; color: var(--muted); font-size: 0.6875rem; overflow-wrap: anywhere; }
.file { display: inline-block; min-width: 11rem; max-width: 24rem; overflow-wrap: anywhere; }
.message { min-width: 16rem; max-width: 32rem; overflow-wrap: anywhere; }
[lang='zh'] { color: var(--muted); }
details { margin: 1rem 0; }
summary { width: fit-content; color: var(--link); cursor: pointer; }
details > .scroll { margin-top: 1rem; }
footer { margin-top: 4rem; padding-bottom: 4rem; color: var(--muted); font-size: 0.8125rem; }
@media print {
  @page { margin: 16mm; }
  :root { font-size: 10pt; }
  main, footer { max-width: none; padding: 0; }
  .beside { display: block; }
  .facts { grid-template-columns: repeat(4, 1fr); }
  section { margin-top: 2rem; }
  .scroll { overflow: visible; }
  nav { display: none; }
  tr > :first-child { position: static; }
  .multiples { grid-template-columns: repeat(3, 1fr); }
  td[style], .key, .scale i, svg { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  table { font-size: 7.5pt; }
  th, td { padding-right: 0.6rem; }
  td[style] { min-width: 0; }
  @page wide { size: landscape; }
  .wide { page: wide; }
  .review td { font-size: 6.5pt; padding-right: 0.5rem; }
  .review .file { min-width: 5rem; }
  svg { width: 100%; height: auto; max-width: max-content; }
  .cloud { width: auto; max-width: 75%; }
  h2, h3, thead { break-after: avoid; }
  tr, figure { break-inside: avoid; }
  details:not([open]) { display: none; }
}
`,
};
