/**
 * Writing layouts as JSON, for programs that read no layout format: cells with the rings of their polygons, labels and
 * references, lengths in whole database units.
 */
import { optionsOf, ReticleError } from "../../errors.ts";
import type { PolygonSet } from "../../geometry/index.ts";
import { Cell, Layout, type Reference, type Shapes } from "../../layout/index.ts";
import { type FileName, writeFileAtomic } from "../../platform/index.ts";

export interface WriteJsonOptions {
  /** Vertices that the file may have: 20 million. */
  readonly jsonLimit?: number;
}

const defaultLimit = 20_000_000;

/**
 * Writes a cell with all below it, or a layout: `{ "format": "reticle-layout", "dbu", "cells": [{ "name", "layers":
 * [{ "layer", "datatype", "name", "polygons": [[hull, hole, …], …], "labels" }], "references" }] }`. Paths are written as
 * their outlines. Throws a FormatError `json-limit` where it would be larger than the limit.
 */
export async function writeJson(path: FileName, what: Cell | Layout, options: WriteJsonOptions = {}): Promise<void> {
  writeFileAtomic(path, encodeJson(what, options));
}

/** The text of the JSON file. */
export function encodeJson(what: Cell | Layout, options: WriteJsonOptions = {}): string {
  const { jsonLimit = defaultLimit } = optionsOf(options, "FormatError", ["jsonLimit"]);
  if (!(what instanceof Cell || what instanceof Layout))
    throw new ReticleError("FormatError", "not-a-layout", "what is written is a cell or a layout");
  const cells = what instanceof Cell ? Layout.of(what).cells : what.cells;
  let vertices = 0;
  for (const cell of cells) for (const shapes of cell.allShapes) vertices += shapes.vertexCount;
  if (vertices > jsonLimit) {
    const message = `the JSON has more than ${jsonLimit} vertices, the limit (jsonLimit)`;
    throw new ReticleError("FormatError", "json-limit", message);
  }
  const list = cells.map((cell) => JSON.stringify(cellOf(cell)));
  return `{"format":"reticle-layout","dbu":${what.dbu},"cells":[\n${list.join(",\n")}\n]}\n`;
}

function cellOf(cell: Cell) {
  const layers = [...cell.allShapes].map((shapes) => layerOf(shapes));
  return { name: cell.name, layers, references: cell.references.map(referenceOf) };
}

function layerOf(shapes: Shapes) {
  const { layer, datatype, name } = shapes.layer;
  const { texts, xy } = shapes.labels;
  const labels = texts.map((text, i) => ({ text, x: xy[2 * i], y: xy[2 * i + 1] }));
  return { layer, datatype, name, polygons: polygonsOf(shapes.outlines()), labels };
}

function polygonsOf({ xy, rings, polygons }: PolygonSet): number[][][][] {
  return Array.from({ length: polygons.length - 1 }, (_, i) =>
    Array.from({ length: polygons[i + 1] - polygons[i] }, (_, k) => {
      const ring = polygons[i] + k;
      const count = rings[ring + 1] - rings[ring];
      return Array.from({ length: count }, (_, v) => [xy[2 * (rings[ring] + v)], xy[2 * (rings[ring] + v) + 1]]);
    }),
  );
}

function referenceOf(reference: Reference) {
  const { cell, dx, dy, rotation, mirror, magnification, offsets } = reference;
  const base = { cell: cell.name, x: dx, y: dy, rotation, mirror, magnification };
  if (offsets !== null) return { ...base, offsets: [...offsets] };
  if (!reference.isArray) return base;
  const { columns, rows, columnX, columnY, rowX, rowY } = reference;
  return { ...base, columns, rows, column: [columnX, columnY], row: [rowX, rowY] };
}
