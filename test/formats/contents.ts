/** Everything that a layout holds, in plain arrays, to compare with. */
import type { Cell, Layout } from "../../src/layout/index.ts";

export function contents(layout: Layout) {
  return layout.cells.map((one) => ({ name: one.name, shapes: shapesOf(one), references: referencesOf(one) }));
}

function shapesOf(one: Cell) {
  const layers = [...one.allShapes].filter((shapes) => shapes.count + shapes.labels.count > 0);
  return layers.map(({ layer, polygons, boxes, paths, labels }) => ({
    layer: `${layer}`,
    polygons: [...polygons.xy],
    rings: [...polygons.rings],
    boxes: [...boxes],
    paths: Array.from({ length: paths.count }, (_, i) => {
      const { spine, start, end } = paths.spineOf(i);
      return [...spine.subarray(start, end), paths.shapeOf(i)];
    }),
    labels: labels.texts.map((text, i) => [
      text,
      labels.xy[2 * i],
      labels.xy[2 * i + 1],
      labels.poseOf(i),
      labels.magnificationOf(i),
    ]),
  }));
}

function referencesOf(one: Cell) {
  return one.references.map(({ cell: child, shape }) => ({ child: child.name, ...shape }));
}
