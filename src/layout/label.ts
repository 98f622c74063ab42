/** Labels: texts at a point. They have no area; `text()` makes solid letters. */
import { optionsOf, ReticleError } from "../errors.ts";

/** Which point of the text lies at its position: compass points, "c" the centre. */
export type LabelAnchor = "nw" | "n" | "ne" | "w" | "c" | "e" | "sw" | "s" | "se";

const anchors: readonly LabelAnchor[] = ["nw", "n", "ne", "w", "c", "e", "sw", "s", "se"];

export interface LabelOptions {
  /** Degrees, a multiple of 90. */
  readonly rotation?: number;
  /** Mirrored at the x axis before it is turned. */
  readonly mirror?: boolean;
  /** 1 where not given. */
  readonly magnification?: number;
  /** Not stored in files where not given. */
  readonly anchor?: LabelAnchor;
}

/** A text at a point, µm. Immutable. */
export class Label {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly rotation: number;
  readonly mirror: boolean;
  readonly magnification: number;
  readonly anchor: LabelAnchor | undefined;

  constructor(text: string, x: number, y: number, options: LabelOptions = {}) {
    const {
      rotation = 0,
      mirror = false,
      magnification = 1,
      anchor,
    } = optionsOf(options, "LayoutError", ["rotation", "mirror", "magnification", "anchor"]);
    if (rotation % 90 !== 0)
      throw new ReticleError("LayoutError", "label-rotation", `label rotation ${rotation}° is not a multiple of 90°`);
    if (!(magnification > 0 && Number.isFinite(magnification)))
      throw new ReticleError(
        "LayoutError",
        "label-magnification",
        `label magnification ${magnification} is not above 0`,
      );
    if (anchor !== undefined && !anchors.includes(anchor))
      throw new ReticleError(
        "LayoutError",
        "label-anchor",
        `label anchor "${anchor}" is not one of ${anchors.join(" ")}`,
      );
    this.text = text;
    this.x = x;
    this.y = y;
    this.rotation = ((rotation % 360) + 360) % 360;
    this.mirror = mirror;
    this.magnification = magnification;
    this.anchor = anchor;
  }
}

/** A label: `label("VDD", 10, 2.5)`, position in µm. Throws a LayoutError where its rotation is not a multiple of 90°. */
export function label(text: string, x: number, y: number, options: LabelOptions = {}): Label {
  return new Label(text, x, y, options);
}
