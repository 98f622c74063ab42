/** Labels in flat arrays. How a label is turned and anchored is packed into one number. */
import { Box, IntList } from "../geometry/index.ts";
import type { LabelAnchor } from "./label.ts";

/**
 * Packed: bits 0–1 quarter turns, bit 2 mirror, bit 3 whether an anchor and a font are given, bits 4–9 those as in
 * GDSII's PRESENTATION (4–5 horizontal: left, centre, right; 6–7 vertical: top, middle, bottom; 8–9 font).
 */
export interface LabelPose {
  readonly quarterTurns: number;
  readonly mirror: boolean;
  /** The low six bits of PRESENTATION; undefined where the label has none. */
  readonly presentation: number | undefined;
}

export function labelCode(pose: LabelPose): number {
  const given = pose.presentation === undefined ? 0 : 8 | ((pose.presentation & 63) << 4);
  return (pose.quarterTurns & 3) | (pose.mirror ? 4 : 0) | given;
}

export function labelPose(code: number): LabelPose {
  return { quarterTurns: code & 3, mirror: (code & 4) !== 0, presentation: code & 8 ? code >> 4 : undefined };
}

const anchors: readonly LabelAnchor[] = ["nw", "n", "ne", "nw", "w", "c", "e", "w", "sw", "s", "se", "sw"];

export function presentationOf(anchor: LabelAnchor | undefined): number | undefined {
  return anchor === undefined ? undefined : anchors.indexOf(anchor);
}
export function anchorOf(presentation: number | undefined): LabelAnchor | undefined {
  return presentation === undefined ? undefined : anchors[presentation & 15];
}

export class LabelList {
  readonly texts: string[] = [];
  readonly #xy = new IntList(0);
  readonly #codes = new IntList(0);
  /** Of the labels whose magnification is not 1. */
  readonly #magnifications = new Map<number, number>();

  get count(): number {
    return this.texts.length;
  }

  add(text: string, x: number, y: number, code: number, magnification: number): void {
    if (magnification !== 1) this.#magnifications.set(this.count, magnification);
    this.texts.push(text);
    this.#xy.push(x);
    this.#xy.push(y);
    this.#codes.push(code);
  }

  /** Positions as x,y pairs. */
  get xy(): Int32Array {
    return this.#xy.view();
  }
  poseOf(index: number): LabelPose {
    return labelPose(this.#codes.at(index));
  }
  codeOf(index: number): number {
    return this.#codes.at(index);
  }
  magnificationOf(index: number): number {
    return this.#magnifications.get(index) ?? 1;
  }

  bbox(): Box | null {
    return Box.around(this.xy);
  }
}
