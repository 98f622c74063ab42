/**
 * Whatever is left out, null, not a number, of the wrong type or absurdly large in a call of the public surface: the call
 * ends soon, and what it throws is a sentence of this library and no TypeError from its inside.
 */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, test } from "node:test";
import * as reticle from "../src/index.ts";

const { box, cell, circle, decodeLyp, diff, encodeGds, encodeLyp, encodeNpy, encodeOasis, encodePng } = reticle;
const { Layout, label, layer, path, rasterize, rect, Transform } = reticle;

type Call = (...values: never[]) => unknown;

const nothing = [undefined, null] as const;
const values = [
  ...nothing,
  NaN,
  Infinity,
  -1,
  0,
  2.5,
  1e300,
  2 ** 31,
  "",
  "x",
  true,
  {},
  [],
  [[]],
  [1, 2, 3],
  () => {},
];
const lists = [[], ...values.flatMap((value) => [[value], [value, value], [value, value, value]])];

/** What has no arguments of its own, waits for others, writes to the console, or is checked by its caller. */
const apart = new Set(
  `onWarning displaySymbol show pls background FrameServer FrameDump SimulatedCamera CompiledPls CameraError ReticleError
   decodeFrame decodeImageData decodeImageWithMetadata decodeMetadata fvb fvbImages slotBytes unpackUint12
   PolygonSetBuilder around pairs constructor setAdded wasAdded sameGrid adoptDbu point moved`.split(/\s+/),
);

const folder = mkdtempSync(join(tmpdir(), "reticle-"));
const before = process.cwd();
process.chdir(folder);
reticle.onWarning(() => {});
after(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

const wrongly: string[] = [];
afterEach(() => assert.deepEqual(wrongly.splice(0), []));

async function answers(name: string, given: readonly unknown[], call: () => unknown): Promise<void> {
  const started = performance.now();
  try {
    await call();
  } catch (error) {
    const seen = `${name}(${given.map((value) => describe(value)).join(", ")})`;
    const where = error instanceof Error ? error.stack?.split("\n").slice(0, 2).join("") : error;
    if (!reticle.isReticleError(error)) wrongly.push(`${seen}: ${where}`);
  }
  if (performance.now() - started > 5000) wrongly.push(`${name} took more than 5 s`);
}

function describe(value: unknown): string {
  if (typeof value === "function") return "a function";
  return typeof value === "object" ? (JSON.stringify(value)?.slice(0, 100) ?? "an object") : String(value);
}

const metal = layer(1, 0, "metal");

const unit = () => cell("unit").add(metal, rect(1));
const top = () => {
  const below = unit();
  const made = cell("top").add(metal, rect(10), label("a", 0, 0), line());
  return made.add(below.at(1, 2), below.array(2, 2, { pitch: [3, 3] }));
};
const line = () =>
  path(
    [
      [0, 0],
      [5, 0],
    ],
    { width: 1 },
  );
const layout = () => Layout.of(top());
const region = rect(4, 20).or(rect(20, 4));
const image = rasterize(region, { pitch: 1, window: box(-5, -5, 5, 5) });
const properties = decodeLyp(encodeLyp([{ source: "1/0", name: "m", fillColor: "#ff0000" }]));

/** Fresh ones each time where they change. */
const samples: Record<string, () => object> = {
  unit,
  top,
  layout,
  region: () => region,
  edges: () => region.edges(),
  pairs: () => region.width(5),
  image: () => image.copy(),
  properties: () => properties,
  box: () => box(0, 0, 5, 5),
  transform: () => new Transform({}),
  reference: () => unit().at(1, 1),
  path: line,
  label: () => label("a", 0, 0),
  layer: () => metal,
  diff: () => diff(layout(), layout()),
  instance: () => [...top().instances()][0],
  picture: () => layout().picture(),
};

test("functions and constructors", async () => {
  for (const [name, value] of Object.entries(reticle)) {
    if (typeof value !== "function" || apart.has(name)) continue;
    const isClass = /^class/.test(Function.prototype.toString.call(value));
    for (const given of lists)
      await answers(name, given, () =>
        isClass ? Reflect.construct(value, given) : (value as Call)(...(given as never[])),
      );
    for (const own of isClass ? Object.getOwnPropertyNames(value) : []) {
      const method = (value as unknown as Record<string, unknown>)[own];
      if (typeof method !== "function" || apart.has(own) || own === "prototype") continue;
      for (const given of lists) await answers(`${name}.${own}`, given, () => method.apply(value, given));
    }
  }
});

test("methods and what is assigned", async () => {
  for (const [kind, make] of Object.entries(samples)) {
    const sample = make();
    for (const name of methodsOf(sample)) {
      for (const given of lists) {
        const target = make() as Record<string, Call>;
        if (isSetter(sample, name))
          await answers(`${kind}.${name} =`, given, () => void Reflect.set(target, name, given[0]));
        else await answers(`${kind}.${name}`, given, () => target[name](...(given as never[])));
      }
    }
  }
});

function descriptorOf(target: object, name: string): PropertyDescriptor | undefined {
  for (let place: object | null = target; place !== null; place = Object.getPrototypeOf(place)) {
    const found = Object.getOwnPropertyDescriptor(place, name);
    if (found !== undefined) return found;
  }
  return undefined;
}
const isSetter = (target: object, name: string) => descriptorOf(target, name)?.set !== undefined;

function methodsOf(target: object): string[] {
  const names = new Set<string>();
  for (let place = target; place !== Object.prototype; place = Object.getPrototypeOf(place))
    for (const name of Object.getOwnPropertyNames(place)) names.add(name);
  return [...names].filter(
    (name) => !apart.has(name) && (typeof descriptorOf(target, name)?.value === "function" || isSetter(target, name)),
  );
}

/** Calls that are right, of functions or of methods of the samples: each value in them is exchanged for every wrong one. */
const window = box(0, 0, 5, 5);
const other = circle(3);
const gds = encodeGds(layout());
const right: Record<string, readonly unknown[][]> = {
  rect: [[10, 5, { position: [1, 2], radius: 1, dbu: 0.001, at: "sw" }]],
  circle: [[3, { position: [1, 2], points: 20 }]],
  ellipse: [[3, 4, { position: [1, 2], tolerance: 0.01 }]],
  ring: [[3, 2, { from: 0, to: 90 }]],
  sector: [[3, { from: 0, to: 90 }]],
  racetrack: [[5, 2, { inner: 1, vertical: true }]],
  regularPolygon: [[6, { radius: 3 }]],
  cross: [[5, 1, {}]],
  polygon: [
    [
      [
        [0, 0],
        [1, 0],
        [1, 1],
      ],
      { dbu: 0.001 },
    ],
  ],
  text: [["A1", { height: 3, at: "sw", position: [0, 0] }]],
  path: [
    [
      [
        [0, 0],
        [5, 0],
        [5, 5],
      ],
      { width: 1, offsets: [0.5], joins: "miter", ends: "flush", bends: { radius: 1 } },
    ],
  ],
  label: [["a", 1, 2, { anchor: "sw", rotation: 90, magnification: 2, mirror: true }]],
  layer: [[1, 0, "m"]],
  rasterize: [
    [region, { pitch: 1, window, overlap: "union", as: "coverage", pixel: 1, dtype: "float32" }],
    [layout(), { layers: [metal], pitch: [1, 2], window, tone: "dark", mirror: "left-right", magnification: 2 }],
  ],
  render: [[layout(), { window, size: [40, 30], layers: [metal], background: "#ffffff", antialias: true }]],
  layoutInfo: [[layout(), { area: true, limit: 100 }]],
  connectedComponents: [[{ a: region, b: other }, [["a", "b"]]]],
  encodeGds: [[layout(), { maxPoints: 100, longPolygons: "split", time: new Date(0) }]],
  encodeOasis: [[layout(), { compress: true, strict: true }]],
  encodeSvg: [[layout(), { window, layers: ["1/0"], properties: properties, scale: 40 }]],
  encodeLyp: [[[{ source: "1/0", name: "m", fillColor: "#ff0000", visible: true, members: [{ source: "2/0" }] }]]],
  writeLayout: [["a.gds", layout(), {}]],
  writeLyp: [["a.lyp", properties]],
  writeImage: [["a.png", image, {}]],
  encodeNpz: [[{ a: image }, { compress: true }]],
  decodeGds: [[gds, { layers: ["1/0"], window, file: "x", limit: 1e6 }]],
  decodeOasis: [[encodeOasis(cell("c")), { layers: ["1/0"], window, file: "x", limit: 1e6, memoryLimit: 1e7 }]],
  readLayout: [[gds, { layers: ["1/0"], window, file: "x", limit: 1e6 }]],
  gdsInfo: [[gds, { file: "x", limit: 1e6 }]],
  oasisInfo: [[encodeOasis(cell("c")), { file: "x", limit: 1e6, memoryLimit: 1e7 }]],
  layoutFileInfo: [[gds, { file: "x", limit: 1e6, memoryLimit: 1e7 }]],
  decodeNpy: [[encodeNpy(image), { file: "x" }]],
  decodePng: [[encodePng(image), {}]],
  stack: [[[image, image], "slice"]],
  "region.sized": [
    [1, { mode: 2 }],
    [[1, -1], { join: "miter", miterLimit: 2 }],
  ],
  "region.fillet": [
    [
      { convex: 1, concave: 0.5 },
      { points: 20, tolerance: 0.01 },
    ],
  ],
  "region.snap": [[0.01]],
  "region.corners": [[{ from: -90, to: 90, size: 1 }]],
  "region.minkowskiSum": [
    [
      [
        [0, 0],
        [3, 0],
      ],
    ],
    [window],
  ],
  "region.decompose": [["trapezoids"]],
  "region.fracture": [[10]],
  "region.interacting": [[other, { min: 1, max: 2 }]],
  "region.where": [[{ area: [1, 2], perimeter: [1, 100], width: 3, aspect: [1, 2], holes: 0, shape: "rectangle" }]],
  "region.density": [[{ size: 10, step: [5, 5], window }]],
  "region.areasIn": [[[window]]],
  "region.width": [[1, { metrics: "square", wholeEdges: true, ignoreAngle: 90, minProjection: 1, shielded: true }]],
  "region.enclosure": [[other, 1, {}]],
  "region.rotate": [[45, { center: [0, 0] }]],
  "top.add": [[metal, other]],
  "top.at": [[1, 2, { rotation: 90, mirror: true, magnification: 2 }]],
  "top.array": [[2, 3, { pitch: [3, 3], at: [0, 0], rotation: 90 }]],
  "top.polygonsOf": [[metal, { window, depth: 1, limit: 10 }]],
  "top.picture": [[{ window, layers: ["1/0"], properties: properties, width: 100 }]],
  "top.instances": [[{ window, depth: 1 }]],
  "top.boolean": [["not", metal, metal, {}]],
  "layout.replace": [["unit", "top"]],
  "layout.flatten": [["top", { depth: 1 }]],
  "layout.merge": [[Layout.of(cell("zz")), { onDuplicate: "rename" }]],
  "edges.extended": [[{ begin: 1, end: 1, inside: 1, outside: 1 }]],
  "path.arc": [[{ radius: 3, from: 0, to: 90 }]],
  "path.turn": [[{ radius: 3, angle: 90 }]],
  "path.bezier": [
    [
      [
        [0, 0],
        [1, 1],
        [2, 0],
      ],
      {},
    ],
  ],
  "image.crop": [[{ row: [0, 2] }]],
  "image.pick": [[{ row: 1 }]],
  gaussian: [[image, { sigma: 1, in: "units", truncate: 3, axes: ["row"] }]],
  labelComponents: [[image, { neighbours: "corners" }]],
  distanceTransform: [[image]],
  erosion: [[image, { reach: 1, axes: ["row"] }]],
  dilation: [[image]],
  opening: [[image]],
  closing: [[image]],
  extractChannel: [[reticle.stack([image, image], "channel"), 0]],
  regionProperties: [[image.threshold(0), { intensity: image }]],
  concat: [[[image, image], "row"]],
  split: [[image, "row", 2]],
  "image.median": [["row", "column"]],
  "image.percentile": [[50, "row"]],
  "image.histogram": [[{ bins: 4, range: [0, 1] }, "row"]],
  "image.project": [["max", "row"]],
  "image.plus": [[image]],
  "image.compare": [["greater", image]],
  "image.to": [["uint8", { range: [0, 1], saturate: true }]],
};

test("values within calls that are right", async () => {
  for (const [name, calls] of Object.entries(right)) {
    const [kind, method] = name.split(".");
    for (const given of calls) {
      const call = (list: readonly unknown[]) => {
        const target = (method === undefined ? reticle : samples[kind]()) as unknown as Record<string, Call>;
        return target[method ?? kind](...(list as never[]));
      };
      await call(given);
      for (const wrong of exchanged(given)) await answers(name, wrong as unknown[], () => call(wrong as unknown[]));
    }
  }
});

/** The same with one value in it, at any depth, in turn exchanged for each of the wrong ones. */
function* exchanged(value: unknown): Generator<unknown> {
  if (!Array.isArray(value) && !isPlain(value)) return;
  for (const key of Object.keys(value)) {
    const put = (one: unknown) => (Array.isArray(value) ? value.with(Number(key), one) : { ...value, [key]: one });
    for (const wrong of values) yield put(wrong);
    for (const inner of exchanged((value as Record<string, unknown>)[key])) yield put(inner);
  }
}

function isPlain(value: unknown): value is object {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** Whose last object's names are the caller's own (axes, layers), or have an error of their own (criteria). */
const free = new Set(["image.crop", "image.pick", "connectedComponents", "region.where"]);

test("an option that there is not is an error that names those that there are", async () => {
  for (const [name, calls] of Object.entries(right)) {
    const [kind, method] = name.split(".");
    for (const given of calls) {
      const at = given.findLastIndex(isPlain);
      if (at < 0 || free.has(name)) continue;
      const options = given[at] as Record<string, unknown>;
      const [first = "none"] = Object.keys(options);
      const target = (method === undefined ? reticle : samples[kind]()) as unknown as Record<string, Call>;
      const misspelt = given.with(at, { ...options, [`${first}x`]: 1 });
      try {
        await target[method ?? kind](...(misspelt as never[]));
        wrongly.push(`${name} takes the option ${first}x`);
      } catch (error) {
        if (!reticle.isReticleError(error) || error.code !== "unknown-option") wrongly.push(`${name}: ${error}`);
        else if (first !== "none" && !error.message.includes(first)) wrongly.push(`${name}: ${error.message}`);
      }
    }
  }
});
