import { BarChart, CustomChart, LineChart } from 'echarts/charts';
import { GridComponent, TitleComponent } from 'echarts/components';
import { type EChartsCoreOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { html, type Html } from './html.ts';

/** A chart with its caption; a chart wider than the page scrolls. */
export function figure(chart: Chart, caption: Html): Html {
  return html`<figure>
    <div class="scroll" tabindex="0" role="region" aria-label="${chart.label}">
      ${chartSvg(chart)}
    </div>
    <figcaption>${caption}</figcaption>
  </figure>`;
}

use([BarChart, CustomChart, LineChart, GridComponent, TitleComponent, SVGRenderer]);

export interface Chart {
  readonly width: number;
  readonly height: number;
  /** Colours may be CSS variables of the page, so that a chart follows its colour scheme. */
  readonly option: EChartsCoreOption;
  /** Description of the chart for screen readers. */
  readonly label: string;
}

/** A chart as inline SVG that uses the font and the colours of the page around it. */
export function chartSvg({ width, height, option, label }: Chart): Html {
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height });
  chart.setOption({ animation: false, ...option });
  const svg = chart.renderToSVGString();
  chart.dispose();
  const { markup } = html`<svg role="img" aria-label="${label}" `;
  return { markup: withoutNames(svg).replace('<svg ', markup) };
}

/**
 * Drops hover rules, and clip paths (nothing is drawn outside the axes): their names are numbered per
 * process, so the same chart would differ from page to page.
 */
function withoutNames(svg: string): string {
  return svg
    .replace(/<style[^>]*>.*?<\/style>/gs, '')
    .replace(/<defs ?>\s*(<clipPath.*?<\/clipPath>\s*)*<\/defs>/gs, '')
    .replace(/ (?:class|clip-path|pointer-events|ecmeta_\w+|xmlns:xlink|baseProfile)="[^"]*"/g, '')
    .replace(/<rect [^>]*fill="none"><\/rect>/, '')
    .replace(/\n+/g, '\n');
}
