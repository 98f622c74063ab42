/** Shapes moved from layers to other layers, all at once, so that two layers can change places. */
import { checkArgument, ReticleError } from "../../errors.ts";
import type { Cell } from "../cell.ts";
import { Layer, type LayerLike, toLayer } from "../layer.ts";
import { Shapes } from "../shapes.ts";
import { transferShapes } from "./transfer-shapes.ts";

/** Where the shapes of layers go; null for nowhere. As an object, `{ "1/0": "10/0", "2/0": null }`, or as a list of pairs. */
export type LayerMap =
  | Readonly<Record<string, LayerLike | null>>
  | Iterable<readonly [from: LayerLike, to: LayerLike | null]>;

/** A layer map by the key of the layers from which shapes go. */
export type LayerMoves = ReadonlyMap<number, { readonly from: Layer; readonly to: Layer | null }>;

/** Throws a LayoutError `layer-map` for what is none, and for a layer that is in it twice. */
export function layerMoves(map: LayerMap): LayerMoves {
  checkArgument(typeof map === "object" && map !== null, map, "LayoutError", 'a layer map as { "1/0": "10/0" }');
  const moves = new Map<number, { from: Layer; to: Layer | null }>();
  for (const pair of isIterable(map) ? map : Object.entries(map)) {
    if (!Array.isArray(pair) || pair.length !== 2)
      throw mapError(`a layer map is a list of pairs [from, to]; ${String(pair)} is none`);
    const [from, to] = [toLayer(pair[0]), pair[1] === null ? null : toLayer(pair[1])];
    if (moves.has(from.key)) throw mapError(`layer ${from} is in the layer map twice`);
    moves.set(from.key, { from, to });
  }
  return moves;
}

/**
 * Shapes and labels that come to one layer lie there in the order of the layers from which they come. A layer without a name gets that
 * of the layer in `names`, else that of the first from which shapes come.
 */
export function mapLayers(cells: Iterable<Cell>, moves: LayerMoves, names: readonly Layer[]): void {
  const known = new Map(names.map((layer) => [layer.key, layer.name]));
  const targetOf = ({ layer }: Shapes): Layer | null => {
    const move = moves.get(layer.key);
    if (move === undefined || move.to === null) return move === undefined ? layer : null;
    const { to } = move;
    const own = moves.has(to.key) ? "" : known.get(to.key);
    return to.name === "" ? new Layer(to.layer, to.datatype, own || layer.name) : to;
  };
  for (const cell of cells) {
    const coming = new Map<number, { readonly layer: Layer; readonly from: Shapes[] }>();
    for (const shapes of [...cell.allShapes].sort((a, b) => a.layer.key - b.layer.key)) {
      const layer = targetOf(shapes);
      if (layer === null) continue;
      const there = coming.get(layer.key);
      if (there === undefined) coming.set(layer.key, { layer, from: [shapes] });
      else there.from.push(shapes);
    }
    const isMoved = ({ layer }: Shapes) => moves.has(layer.key) || (coming.get(layer.key)?.from.length ?? 0) > 1;
    const held = Array.from(coming.values())
      .filter(({ from }) => from.some(isMoved))
      .map(({ layer, from }) => ({ layer, shapes: joined(layer, from) }));
    for (const shapes of cell.allShapes) if (isMoved(shapes)) shapes.takeOver(new Shapes(shapes.layer));
    for (const { layer, shapes } of held) {
      const target = cell.shapes(layer);
      target.takeOver(shapes);
      target.layer = layer;
    }
  }
}

/** What one list holds is handed on; several are copied behind one another. */
function joined(layer: Layer, from: readonly Shapes[]): Shapes {
  const all = new Shapes(layer);
  if (from.length === 1) all.takeOver(from[0]);
  else for (const shapes of from) transferShapes(shapes, all);
  return all;
}

function isIterable(map: LayerMap): map is Exclude<LayerMap, Readonly<Record<string, LayerLike | null>>> {
  return Symbol.iterator in map;
}

function mapError(message: string): ReticleError {
  return new ReticleError("LayoutError", "layer-map", message);
}
