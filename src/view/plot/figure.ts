import { checkArgument, optionsOf } from "../../errors.ts";
import { displaySymbol, inspectSymbol, type MimeBundle } from "../mime.ts";
import { paletteColor } from "../palette.ts";
import { type FigureOptions, figureNames, type Trace } from "./figure-model.ts";
import { figureSvg } from "./figure-svg.ts";
import { figureHtml, type PlotlyFigure, plotlyFigure } from "./plotly.ts";

/** A figure that shows itself: interactive where a page may run scripts, a picture everywhere else. */
export class Figure {
  readonly traces: readonly Trace[];
  readonly options: FigureOptions;

  constructor(traces: readonly Trace[], options: FigureOptions = {}) {
    this.traces = traces;
    this.options = optionsOf(options, "ViewError", figureNames);
  }

  /**
   * This figure with what others show drawn over it, in the order given; its titles and ranges stay. Lines, points and bars that
   * have the colours of their places in a figure get those of their new ones.
   * @example plot.heatmap(image).with(plot.line({ x: [0, 2], y: [1, 1] }))
   */
  with(...others: readonly Figure[]): Figure {
    for (const other of others) checkArgument(other instanceof Figure, other, "ViewError", "a figure");
    const traces = [...this.traces];
    for (const other of others) {
      for (const [index, trace] of other.traces.entries()) {
        const isByPlace = trace.type !== "heatmap" && trace.color === paletteColor(index);
        traces.push(isByPlace ? { ...trace, color: paletteColor(traces.length) } : trace);
      }
    }
    return new Figure(traces, this.options);
  }

  /** Plotly's data and layout, as its own functions take them. */
  toPlotly(): PlotlyFigure {
    return plotlyFigure(this.traces, this.options);
  }

  /** The static picture. */
  toSvg(): string {
    return figureSvg(this.traces, this.options);
  }

  /** A piece of HTML with everything in it, for pages without a network. */
  toHtml(): string {
    return figureHtml(this.toPlotly(), this.toSvg());
  }

  [inspectSymbol](): string {
    return this.toString();
  }
  toString(): string {
    const { title } = this.options;
    const parts = this.traces.map(traceText);
    return `Figure${title === undefined ? "" : ` "${title}"`}: ${parts.join("; ") || "empty"}`;
  }

  [displaySymbol](): MimeBundle {
    const figure = this.toPlotly();
    const svg = this.toSvg();
    return {
      "application/vnd.plotly.v1+json": figure,
      "text/html": figureHtml(figure, svg),
      "image/svg+xml": svg,
      "text/plain": this.toString(),
    };
  }
}

function traceText(trace: Trace): string {
  if (trace.type === "heatmap") {
    const thinned = trace.thinning > 1 ? ` (each the mean of ${trace.thinning}×${trace.thinning})` : "";
    return `heatmap of ${trace.rows}×${trace.columns} values${thinned}`;
  }
  const name = trace.name === undefined ? "" : ` ${trace.name}`;
  if (trace.type === "bars") return `histogram${name} of ${trace.heights.length} bins`;
  return `${trace.type}${name} of ${trace.x.length} points`;
}
