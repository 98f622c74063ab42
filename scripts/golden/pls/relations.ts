/** Relations that hold for any drawing of the letters: [cell, layer, kind, ...values]. */
import type { CellFacts, LayerFacts } from "./cell-facts.ts";

export type RelationCheck = readonly [
  cell: string,
  layer: string | readonly string[],
  kind: string,
  ...values: unknown[],
];

type Relation = (facts: LayerFacts, values: readonly never[]) => boolean;

const close = (a: number, b: number, tolerance: number) => Math.abs(a - b) <= tolerance;
const between = (value: number, [low, high]: readonly [number, number]) => low <= value && value <= high;
const width = ({ bbox }: LayerFacts) => bbox[2] - bbox[0];
const height = ({ bbox }: LayerFacts) => bbox[3] - bbox[1];

const relations: Readonly<Record<string, Relation>> = {
  area: (facts, [wanted, tolerance]) => close(facts.area, wanted, tolerance),
  area_between: (facts, [range]) => between(facts.area, range),
  bbox: ({ bbox }, [wanted, tolerance]) =>
    bbox.every((value, i) => close(value, (wanted as readonly number[])[i], tolerance)),
  bbox_height: (facts, [wanted, tolerance]) => close(height(facts), wanted, tolerance),
  bbox_width: (facts, [wanted, tolerance]) => close(width(facts), wanted, tolerance),
  bbox_height_between: (facts, [range]) => between(height(facts), range),
  bbox_center: ({ bbox }, [wanted, tolerance]) =>
    [0, 1].every((i) => close((bbox[i] + bbox[i + 2]) / 2, (wanted as readonly number[])[i], tolerance)),
  bbox_left: ({ bbox }, [wanted, tolerance]) => close(bbox[0], wanted, tolerance),
  bbox_right: ({ bbox }, [wanted, tolerance]) => close(bbox[2], wanted, tolerance),
  bbox_top: ({ bbox }, [wanted, tolerance]) => close(bbox[3], wanted, tolerance),
  holes_at_least: ({ holes }, [least]) => holes >= least,
};

export function failedChecks(checks: readonly RelationCheck[], facts: ReadonlyMap<string, CellFacts>): string[] {
  return checks.flatMap(([cell, layer, kind, ...values]) => {
    const own = facts.get(cell)?.own;
    const shown = `${cell} ${layer} ${kind} ${JSON.stringify(values)}`;
    const layers = (typeof layer === "string" ? [layer] : layer).map((name) => own?.get(name));
    if (layers.some((one) => one === undefined)) return [`${shown}: the layer is missing`];
    const [first, second] = layers as readonly LayerFacts[];
    if (kind === "same") {
      const isSame =
        close(first.area, second.area, 0.01) && first.bbox.every((v, i) => close(v, second.bbox[i], 0.0015));
      return isSame ? [] : [`${shown}: they differ`];
    }
    if (!Object.hasOwn(relations, kind)) return [`${shown}: there is no such relation`];
    return relations[kind](first, values as never[]) ? [] : [`${shown}: have ${JSON.stringify(first)}`];
  });
}
