/** What a view shows of itself in a notebook: one line, a picture, a table of its axes. All three say the same. */

import { toBase64 } from "../platform/index.ts";
import { encodePng, escapeText, type MimeBundle } from "../view/index.ts";
import { displayPixels } from "./display-pixels.ts";
import type { ImageKind } from "./image-options.ts";
import type { AnyImageView } from "./image-view.ts";

/** `ImageView row×column 512×640 float32, 0..1, 0.01 µm a pixel`. */
export function summary(view: AnyImageView): string {
  const parts = [`ImageView ${axesText(view)} ${sizesText(view)} ${view.dtype}${kindText(view)}`];
  const range = rangeText(view);
  if (range !== "") parts.push(range);
  const spacing = spacingText(view);
  if (spacing !== "") parts.push(spacing);
  if (view.direction !== null) parts.push(`rows ${view.direction}`);
  return parts.join(", ");
}

export function displayBundle(view: AnyImageView): MimeBundle {
  const text = summary(view);
  const shown = middle(view);
  const pixels = view.capabilities.read ? displayPixels(shown.view) : null;
  const bundle: MimeBundle = { "text/plain": shown.note === "" ? text : `${text}; shown: ${shown.note}` };
  let picture = "";
  if (pixels !== null) {
    const png = toBase64(encodePng({ ...pixels, bits: 8 }));
    bundle["image/png"] = png;
    const note = [shown.note, zoomText(pixels.zoom, view.kind)].filter((part) => part !== "").join(", ");
    picture = `<div><img alt="${escapeText(text)}" src="data:image/png;base64,${png}" width="${pixels.width}" height="${pixels.height}" style="image-rendering:pixelated;max-width:100%;height:auto;border:1px solid #ccc"/>${note === "" ? "" : `<div style="font-size:85%;opacity:.7">${escapeText(note)}</div>`}</div>`;
  }
  bundle["text/html"] =
    `<div style="display:flex;flex-wrap:wrap;gap:16px;align-items:flex-start">${picture}${table(view, text)}</div>`;
  return bundle;
}

/** The middle of what has more axes than a picture. */
function middle(view: AnyImageView): { view: AnyImageView; note: string } {
  let shown = view;
  const notes: string[] = [];
  for (const axis of ["sequence", "slice"] as const) {
    if (!shown.axes?.includes(axis) || shown.size === 0) continue;
    const index = Math.floor(shown.sizeAlong(axis) / 2);
    shown = shown.pick({ [axis]: index });
    notes.push(`${axis} ${index}`);
  }
  const channels = shown.axes?.includes("channel") ? shown.sizeAlong("channel") : 0;
  if (channels > 0 && channels !== 3 && channels !== 4) {
    shown = shown.pick({ channel: 0 });
    notes.push("channel 0");
  }
  return { view: shown, note: notes.join(", ") };
}

function table(view: AnyImageView, text: string): string {
  const cell = (content: string | number, tag = "td") =>
    `<${tag} style="text-align:left">${escapeText(String(content))}</${tag}>`;
  const rows = view.shape.map((size, i) => {
    const axis = view.axes?.[i];
    const { spacing, origin, unit, direction } = axis === undefined ? {} : view.calibrationOf(axis);
    const name = axis === undefined ? `axis ${i}` : direction === undefined ? axis : `${axis} (${direction})`;
    return `<tr>${[name, size, view.stride[i], number(spacing), number(origin), unit ?? ""].map((content) => cell(content)).join("")}</tr>`;
  });
  const head = ["axis", "size", "stride", "spacing", "origin", "unit"].map((name) => cell(name, "th")).join("");
  return `<div><div style="font-family:monospace;white-space:normal;max-width:48em">${escapeText(text)}</div><table style="margin-top:6px"><thead><tr>${head}</tr></thead><tbody>${rows.join("")}</tbody></table></div>`;
}

function axesText({ axes, shape }: AnyImageView): string {
  if (axes === null) return `of ${shape.length} unnamed axes`;
  return axes.length === 0 ? "of no axes" : axes.join("×");
}

function sizesText({ shape }: AnyImageView): string {
  return shape.length === 0 ? "()" : shape.join("×");
}

function kindText({ kind, components }: AnyImageView): string {
  return `${components === 1 ? "" : ` × ${components}`}${kind === "scalar" ? "" : ` ${kind}`}`;
}

function rangeText(view: AnyImageView): string {
  if (!view.capabilities.read) return "not to be read";
  return view.size === 0 ? "empty" : `${number(view.min())}..${number(view.max())}`;
}

/** One spacing where all axes have the same. */
function spacingText(view: AnyImageView): string {
  const axes = view.axes ?? [];
  const texts = axes.map((axis) => {
    const { spacing, unit } = view.calibrationOf(axis);
    return spacing === undefined ? "" : `${number(Math.abs(spacing))} ${unit ?? "µm"}`;
  });
  const known = texts.filter((text) => text !== "");
  if (known.length === 0) return "";
  if (new Set(known).size === 1 && known.length === axes.filter((axis) => axis !== "channel").length) {
    return `${known[0]} a pixel`;
  }
  return axes.flatMap((axis, i) => (texts[i] === "" ? [] : [`${axis} ${texts[i]}`])).join(", ");
}

function zoomText(zoom: number, kind: ImageKind): string {
  if (zoom === 1) return "";
  if (zoom < 1 && kind === "label") return `one of ${Math.round(1 / zoom)}×${Math.round(1 / zoom)} pixels is shown`;
  return zoom > 1
    ? `enlarged ${zoom} times`
    : `each shown pixel is the mean of ${Math.round(1 / zoom)}×${Math.round(1 / zoom)}`;
}

function number(value: number | undefined): string {
  return value === undefined ? "" : String(Number(value.toPrecision(6)));
}
