/** A figure as Plotly's JSON, and as HTML that draws it without a network. */
import { gzip, readPackageFile, toBase64 } from "../../platform/index.ts";
import { escapeText } from "../svg-text.ts";
import { viridisScale } from "./color-map.ts";
import type { FigureOptions, HeatmapTrace, Trace } from "./figure-model.ts";

/** `application/vnd.plotly.v1+json`. */
export interface PlotlyFigure {
  readonly data: Record<string, unknown>[];
  readonly layout: Record<string, unknown>;
}

export function plotlyFigure(traces: readonly Trace[], options: FigureOptions): PlotlyFigure {
  const { title, xlabel, ylabel, width = 640, height = 400, xrange, yrange } = options;
  const heatmap = traces.find((trace) => trace.type === "heatmap");
  const named = traces.filter((trace) => trace.type !== "heatmap" && trace.name !== undefined);
  const axis = (text: string | undefined, range: readonly [number, number] | undefined) => ({
    ...(text === undefined ? {} : { title: { text } }),
    ...(range === undefined ? {} : { range: [...range] }),
    zeroline: false,
    showline: true,
    mirror: true,
    linecolor: "#999",
    gridcolor: "#e8e8e8",
    ticks: "outside",
  });
  const toScale = heatmap?.isToScale ? { scaleanchor: "x", constrain: "domain" } : {};
  return {
    data: traces.map(plotlyTrace),
    layout: {
      width,
      height,
      ...(title === undefined ? {} : { title: { text: title, x: 0.5, font: { size: 15 } } }),
      margin: {
        l: 64,
        r: heatmap === undefined ? 18 : 30,
        t: title === undefined ? 18 : 44,
        b: xlabel === undefined ? 34 : 52,
      },
      showlegend: named.length > 1,
      legend: { orientation: "h", y: -0.2 },
      paper_bgcolor: "#fff",
      plot_bgcolor: "#fff",
      font: { size: 12, color: "#333" },
      bargap: 0.02,
      // Histograms are drawn upon each other, as lines are.
      ...(traces.filter(({ type }) => type === "bars").length > 1 ? { barmode: "overlay" } : {}),
      xaxis: { ...axis(xlabel, xrange), ...(heatmap === undefined ? {} : { constrain: "domain" }) },
      yaxis: {
        ...axis(ylabel, yrange),
        ...toScale,
        ...(heatmap?.isDown && yrange === undefined ? { autorange: "reversed" } : {}),
      },
    },
  };
}

function plotlyTrace(trace: Trace): Record<string, unknown> {
  const name = trace.type !== "heatmap" && trace.name !== undefined ? { name: trace.name } : {};
  switch (trace.type) {
    case "line":
      return {
        type: "scatter",
        mode: "lines",
        ...name,
        x: numbers(trace.x),
        y: numbers(trace.y),
        line: { color: trace.color, width: 1.6 },
      };
    case "scatter":
      return {
        type: "scatter",
        mode: "markers",
        ...name,
        x: numbers(trace.x),
        y: numbers(trace.y),
        marker: { color: trace.color, size: 5 },
      };
    case "bars": {
      const centres = trace.heights.map((_, i) => (trace.edges[i] + trace.edges[i + 1]) / 2);
      const widths = trace.heights.map((_, i) => trace.edges[i + 1] - trace.edges[i]);
      return {
        type: "bar",
        ...name,
        x: numbers(centres),
        y: numbers(trace.heights),
        width: numbers(widths),
        marker: { color: trace.color, opacity: 0.7 },
      };
    }
    default:
      return plotlyHeatmap(trace);
  }
}

function plotlyHeatmap({ x, y, values, rows, columns, range }: HeatmapTrace): Record<string, unknown> {
  return {
    type: "heatmap",
    x: numbers(x),
    y: numbers(y),
    z: binary(values, "f4", `${rows}, ${columns}`),
    zmin: range[0],
    zmax: range[1],
    colorscale: viridisScale,
    colorbar: { thickness: 14, len: 1, outlinewidth: 0 },
  };
}

/** Plain numbers while they are few and readable; beyond that as bytes, which every Plotly since 2.28 reads. */
function numbers(values: Float64Array): unknown {
  if (values.length > 2000) return binary(values, "f8");
  return Array.from(values, (value) => (Number.isFinite(value) ? value : null));
}

function binary(values: Float32Array | Float64Array, dtype: "f4" | "f8", shape?: string): Record<string, string> {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  return { dtype, bdata: toBase64(bytes), ...(shape === undefined ? {} : { shape }) };
}

let library: string | undefined;

/** Plotly's script, packed: 1.5 MB become a third of that, in each figure that must stand alone. */
function packedLibrary(): string {
  library ??= toBase64(gzip(readPackageFile("plotly.js-cartesian-dist-min/plotly-cartesian.min.js")));
  return library;
}

/**
 * HTML that stands alone: the static picture, which the script takes away once it has drawn the figure. Where scripts
 * do not run (a page that is not trusted, a printed one) the picture stays. Several figures in one page share one
 * library: the first that runs unpacks it.
 */
export function figureHtml(figure: PlotlyFigure, svg: string): string {
  const text = JSON.stringify({ ...figure, config: { responsive: false, displaylogo: false } });
  const id = hash(text);
  const picture = `<img alt="${escapeText(String((figure.layout.title as { text?: string } | undefined)?.text ?? "figure"))}" src="data:image/svg+xml;base64,${toBase64(new TextEncoder().encode(svg))}" style="max-width:100%"/>`;
  // JSON within a script: "</script>" and "<!--" must not appear.
  const json = text
    .replace(/</g, "\\u003c")
    .replace(/\u2028/g, "\\u2028")
    .replace(/\u2029/g, "\\u2029");
  return `<div class="reticle-figure" data-reticle-figure="${id}">${picture}</div>
<script>
(() => {
  const figure = ${json};
  const packed = "${packedLibrary()}";
  const load = async () => {
    if (window.Plotly) return window.Plotly;
    const bytes = Uint8Array.from(atob(packed), (c) => c.charCodeAt(0));
    const text = await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
    const script = document.createElement("script");
    script.textContent = "(() => { const module = undefined, define = undefined, exports = undefined;" + text + "\\n})();";
    document.head.append(script);
    return window.Plotly;
  };
  const root = document.currentScript ? document.currentScript.getRootNode() : document;
  const draw = async () => {
    const Plotly = await (window.reticlePlotly ??= load());
    if (!Plotly) return;
    for (const place of root.querySelectorAll('[data-reticle-figure="${id}"]')) {
      if (place.dataset.drawn) continue;
      place.dataset.drawn = "yes";
      const target = document.createElement("div");
      place.append(target);
      await Plotly.newPlot(target, figure.data, figure.layout, figure.config);
      place.querySelector("img").remove();
    }
  };
  draw().catch((error) => console.warn("reticle: the figure stays a picture:", error));
})();
</script>`;
}

/** 53 bits of a text, base 36: figures that look the same may share it. */
function hash(text: string): string {
  let low = 0xdeadbeef;
  let high = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    low = Math.imul(low ^ code, 2654435761);
    high = Math.imul(high ^ code, 1597334677);
  }
  return ((high >>> 11) * 2 ** 32 + (low >>> 0)).toString(36);
}
