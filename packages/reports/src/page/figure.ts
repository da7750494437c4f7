import { type Chart, chartSvg } from './chart-svg.ts';
import { html, type Html } from './html.ts';

/** A chart with its caption; one wider than the page scrolls inside it. */
export function figure(chart: Chart, caption: Html): Html {
  return html`<figure>
    <div class="scroll" tabindex="0" role="region" aria-label="${chart.label}">
      ${chartSvg(chart)}
    </div>
    <figcaption>${caption}</figcaption>
  </figure>`;
}
