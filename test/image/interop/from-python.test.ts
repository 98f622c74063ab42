/** What numpy and Python's io answer where images of other programs come in: sizes, strides, planes, streams. */
import assert from "node:assert/strict";
import { test } from "node:test";
import ndarray from "ndarray";
import { isReticleError } from "../../../src/errors.ts";
import {
  allocateImage,
  contiguityOf,
  copyInto,
  fromArray,
  fromPadded,
  gaussian,
  ImageView,
  MemoryStream,
  planeOf,
  toNdarray,
  toPadded,
} from "../../../src/image/index.ts";
import { scientificPython as python, withoutScientificPython as skip } from "../../support/scientific-python.ts";

const counted = (length: number) => Uint16Array.from({ length }, (_, i) => i);
const sizeOf = (shape: readonly number[]) => shape.reduce((product, size) => product * size, 1);

test("fromArray with a geometry: axes read as numpy's reversed shape, and every pixel where numpy has it", {
  skip,
}, () => {
  const cases = [
    { shape: [7, 5], geometry: { sizeX: 5, sizeY: 7 } },
    { shape: [1, 9], geometry: { sizeX: 9, sizeY: 1 } },
    { shape: [4, 3, 6], geometry: { sizeX: 6, sizeY: 3, sizeZ: 4 } },
    { shape: [3, 4, 5], geometry: { sizeX: 5, sizeY: 4, sizeC: 3 } },
    { shape: [3, 4, 5], geometry: { sizeX: 5, sizeY: 4, sizeZ: 3 } },
    { shape: [3, 2, 4, 5], geometry: { sizeX: 5, sizeY: 4, sizeZ: 2, sizeC: 3 } },
  ];
  const wanted = python(
    `print(json.dumps([[list(reversed(a.shape)), a.T.ravel().tolist()] for a in (np.arange(np.prod(c["shape"])).reshape(c["shape"]) for c in d)]))`,
    cases,
  );
  for (const [i, { shape, geometry }] of cases.entries()) {
    const data = counted(sizeOf(shape));
    const image = fromArray(ndarray(data, shape), geometry);
    const reversed = image.reorder([...image.axes].reverse());
    assert.deepEqual([reversed.shape, [...reversed.toArray()]], wanted[i], String(shape));
    assert.equal(image.kind, "sizeC" in geometry ? "rgb" : "scalar");
    image.set(...shape.map(() => 0), 999);
    assert.equal(data[0], 999);
  }
});

test("toPadded and fromPadded: strides and bytes as numpy's arrays within wider ones", { skip }, () => {
  const cases = [
    { shape: [5, 6], rowAlign: 64, planeAlign: 1 },
    { shape: [5, 8], rowAlign: 16, planeAlign: 1 },
    { shape: [2, 3, 5], rowAlign: 16, planeAlign: 64 },
    { shape: [3, 4, 7], rowAlign: 2, planeAlign: 128 },
    { shape: [1, 1, 1], rowAlign: 8, planeAlign: 32 },
    { shape: [4, 2, 3], rowAlign: 4, planeAlign: 4 },
  ];
  const wanted = python(
    `out = []
for c in d:
    s = [1] * (3 - len(c["shape"])) + c["shape"]
    row = -(-s[2] * 2 // c["rowAlign"]) * c["rowAlign"]
    plane = -(-s[1] * row // c["planeAlign"]) * c["planeAlign"]
    memory = np.zeros(s[0] * plane, np.uint8)
    v = np.lib.stride_tricks.as_strided(memory.view(np.uint16), s, (plane, row, 2))
    v[:] = np.arange(v.size).reshape(s)
    v = v if len(c["shape"]) == 3 else v[0]
    out.append([list(v.strides), memory.tolist()])
print(json.dumps(out))`,
    cases,
  );
  for (const [i, { shape, rowAlign, planeAlign }] of cases.entries()) {
    const padded = toPadded(fromArray(ndarray(counted(sizeOf(shape)), shape)), { rowAlign, planeAlign });
    const bytes = new Uint8Array(padded.data.buffer);
    assert.deepEqual([padded.byteStride, [...bytes]], wanted[i], String(shape));
    const [rowStride, planeStride] = padded.byteStride.slice(0, -1).reverse();
    const layout = planeStride === undefined ? { rowStride } : { rowStride, planeStride };
    const back = fromPadded(bytes, { dtype: "uint16", shape, ...layout });
    assert.deepEqual(back.toArray(), counted(sizeOf(shape)));
  }
});

test("planeOf and contiguityOf: as numpy's flags and copies of planes", { skip }, () => {
  const cases = [
    { text: "a", look: (v: ImageView) => v },
    { text: "a[:, ::2]", look: (v: ImageView) => v.step({ row: 2 } as never) },
    { text: "a[:, :, 1:5]", look: (v: ImageView) => v.crop({ column: [1, 5] } as never) },
    { text: "a[::-1]", look: (v: ImageView) => v.flip("slice" as never) },
    { text: "a[:, :, ::-1]", look: (v: ImageView) => v.flip("column" as never) },
    {
      text: "a.transpose(0, 2, 1)",
      look: (v: ImageView) => ImageView.from(v.reorder(["slice", "column", "row"]).array) as ImageView,
    },
    { text: "a[1:2]", look: (v: ImageView) => v.crop({ slice: [1, 2] } as never) },
  ];
  const wanted = python(
    `a = np.arange(4 * 5 * 6, dtype=np.uint16).reshape(4, 5, 6)
print(json.dumps([[bool(v.flags.c_contiguous), bool(v[-1].flags.c_contiguous), bool(v[-1, 0].flags.c_contiguous), v[-1].ravel().tolist()] for v in (eval(t) for t in d)]))`,
    cases.map(({ text }) => text),
  );
  const volume = ImageView.from(counted(120), { shape: [4, 5, 6], axes: ["slice", "row", "column"] }) as ImageView;
  for (const [i, { text, look }] of cases.entries()) {
    const view = look(volume);
    const [whole, plane, row, pixels] = wanted[i];
    const found = contiguityOf(view);
    assert.deepEqual([found.cContiguous, found.planeContiguous, found.rowContiguous], [whole, plane, row], text);
    const last = planeOf(view, view.shape[0] - 1);
    const copy = ImageView.from(last.array).toArray();
    assert.deepEqual([last.shared, last.array.data === volume.data, [...copy]], [plane, plane, pixels], text);
  }
});

test("planeOf and contiguityOf of named axes: planes of rows and columns as numpy's, whatever the order of the axes", {
  skip,
}, () => {
  const cases = [
    { text: "a[:, 2]", plane: [2], look: (v: ImageView) => v.pick({ sequence: 0 } as never) },
    { text: "a[:, 2]", plane: [2], look: (v: ImageView) => v.pick({ sequence: 0 } as never).reorder(canonical) },
    {
      text: "a[:, 1]",
      plane: [1],
      look: (v: ImageView) => v.pick({ sequence: 0 } as never).reorder(["row", "slice", "column"]),
    },
    {
      text: "a[:, 3, :, ::2]",
      plane: [3],
      look: (v: ImageView) =>
        v
          .pick({ sequence: 0 } as never)
          .step({ column: 2 } as never)
          .reorder(canonical),
    },
    { text: "a[1:, 1]", plane: [1, 1], look: (v: ImageView) => v.reorder(["column", "row", "slice", "sequence"]) },
    { text: "a[1:, 0, 1:3]", plane: [1, 0], look: (v: ImageView) => v.crop({ row: [1, 3] } as never) },
  ];
  const canonical = ["column", "row", "slice"] as const;
  const wanted = python(
    `a = np.arange(2 * 4 * 5 * 6, dtype=np.uint16).reshape(2, 4, 5, 6)
print(json.dumps([[bool(v[0].flags.c_contiguous), v[0].ravel().tolist()] for v in (eval(t) for t in d)]))`,
    cases.map(({ text }) => text),
  );
  const axes = ["sequence", "slice", "row", "column"] as const;
  const movie = ImageView.from(counted(240), { shape: [2, 4, 5, 6], axes }) as ImageView;
  for (const [i, { text, plane, look }] of cases.entries()) {
    const view = look(movie);
    const { array, shared } = planeOf(view, plane);
    assert.deepEqual([shared, [...ImageView.from(array).toArray()]], wanted[i], text);
    assert.equal(contiguityOf(view).planeContiguous, shared, text);
  }
});

test("toContiguous: numpy's copies of order C, and numpy's ascontiguousarray where only what is needed is copied", {
  skip,
}, () => {
  const cases = [
    { text: "a", look: (v: ImageView) => v },
    { text: "a[1:2]", look: (v: ImageView) => v.crop({ slice: [1, 2] } as never) },
    { text: "a[:, ::2]", look: (v: ImageView) => v.step({ row: 2 } as never) },
    { text: "a[::-1]", look: (v: ImageView) => v.flip("slice" as never) },
    { text: "a.transpose(2, 1, 0)", look: (v: ImageView) => v.reorder(["column", "row", "slice"]) },
  ];
  const wanted = python(
    `a = np.arange(120, dtype=np.uint16).reshape(4, 5, 6)
print(json.dumps([[bool(np.shares_memory(np.ascontiguousarray(v), a)), np.ascontiguousarray(v).ravel().tolist()] for v in (eval(t) for t in d)]))`,
    cases.map(({ text }) => text),
  );
  const volume = ImageView.from(counted(120), { shape: [4, 5, 6], axes: ["slice", "row", "column"] }) as ImageView;
  for (const [i, { text, look }] of cases.entries()) {
    const found = look(volume).toContiguous({ copy: "ifNeeded" });
    assert.deepEqual([found.sharesMemoryWith(volume), [...found.toArray()]], wanted[i], text);
    const copy = look(volume).toContiguous();
    assert.deepEqual([copy.sharesMemoryWith(volume), copy.isContiguous, copy.shape], [false, true, found.shape], text);
  }
});

test("MemoryStream: as io.BytesIO, whatever is done with it in whatever order", { skip }, () => {
  const scripts: (readonly (readonly [string, ...number[]])[])[] = [
    [["read", 3], ["tell"], ["read", 100], ["read", 1]],
    [
      ["seek", 3, 0],
      ["write", 9, 8],
      ["seek", 0, 0],
      ["read", -1],
    ],
    [["seek", 4, 2], ["write", 7], ["tell"], ["seek", 0, 0], ["read", -1]],
    [
      ["seek", -2, 2],
      ["read", 1],
      ["seek", 1, 1],
      ["read", 5],
    ],
    [["truncate", 2], ["tell"], ["read", 5], ["write", 1], ["seek", 0, 0], ["read", -1]],
    [
      ["seek", 2, 0],
      ["truncate", -1],
      ["seek", 0, 0],
      ["read", -1],
    ],
    [["seek", 20, 0], ["read", 2], ["tell"], ["write", 5], ["seek", 18, 0], ["read", -1]],
  ];
  const wanted = python(
    `import io
out = []
for script in d:
    s, said = io.BytesIO(bytes(range(1, 7))), []
    for name, *n in script:
        if name == "write": r = s.write(bytes(n))
        elif name == "truncate": r = s.truncate(None if n[0] < 0 else n[0])
        else: r = getattr(s, name)(*n)
        said.append(list(r) if isinstance(r, bytes) else r)
    out.append([said, list(s.getvalue())])
print(json.dumps(out))`,
    scripts,
  );
  for (const [i, script] of scripts.entries()) {
    const stream = new MemoryStream(Uint8Array.of(1, 2, 3, 4, 5, 6));
    const said = script.map(([name, ...n]) => {
      if (name === "write") return stream.write(Uint8Array.from(n));
      if (name === "truncate") return n[0] < 0 ? stream.truncate() : stream.truncate(n[0]);
      if (name === "seek") return stream.seek(n[0], n[1] as 0);
      if (name === "tell") return stream.tell();
      return [...(n[0] < 0 ? stream.read() : stream.read(n[0]))];
    });
    assert.deepEqual([said, [...stream.toBytes()]], wanted[i], JSON.stringify(script));
  }
});

test("allocate with metadata: zeros whose arrays are packed in numpy's order, as numpy's zeros", { skip }, () => {
  const cases = [
    { shape: [6, 5], dtype: "uint8", type: "IMAGE" },
    { shape: [6, 5, 4], dtype: "uint16", type: "VOLUME" },
    { shape: [6, 5, 3], dtype: "float32", type: "MULTISPECTRAL_IMAGE" },
    { shape: [6, 5, 4, 2], dtype: "int16", type: "VOLUME_SEQUENCE" },
    { shape: [6, 5, 2], dtype: "float64", type: "IMAGE_SEQUENCE" },
    { shape: [6, 5, 4, 3, 2], dtype: "uint32", type: "MULTISPECTRAL_VOLUME_SEQUENCE" },
  ] as const;
  const wanted = python(`print(json.dumps([np.zeros(c["shape"], c["dtype"]).nbytes for c in d]))`, cases);
  for (const [i, { shape, dtype, type }] of cases.entries()) {
    const metadata = { exposure: 0.25, case: i };
    const options = {
      type,
      spacing: { row: 0.5 },
      origin: { column: -3 },
      unit: "mm",
      kind: "label",
      metadata,
    } as const;
    const image = allocateImage(shape, dtype, options);
    assert.deepEqual(image.metadata, metadata);
    assert.deepEqual(image.pick({ row: 0 } as never).copy().metadata, metadata);
    assert.deepEqual([image.data.byteLength, image.sum(), image.type, image.kind], [wanted[i], 0, type, "label"]);
    assert.deepEqual(
      [image.spacing, image.origin, image.unit],
      [{ row: 0.5 }, { column: -3 }, { row: "mm", column: "mm" }],
    );
    const array = toNdarray(image);
    // A channel comes last for numpy, and is the slower one in memory: only without one it is packed.
    if (!type.startsWith("MULTISPECTRAL")) assert.equal(contiguityOf(ImageView.from(array)).cContiguous, true, type);
    assert.equal(array.data, image.data);
  }
});

test("capabilities: what a view can do, it does; what it cannot is said, by views of it too, and not by copies", () => {
  const pixels = { shape: [2, 3, 4], axes: ["slice", "row", "column"] } as const;
  const all = { read: true, write: true, memoryAccess: true, reshape: true };
  const view = ImageView.from(counted(24), pixels);
  for (const one of [
    view,
    view.pick({ slice: 0 }),
    view.flip("row"),
    view.step({ column: 2 }),
    allocateImage([3, 2], "VEC3_UINT16", { type: "IMAGE" }),
    ImageView.from(counted(3)),
  ]) {
    assert.deepEqual(one.capabilities, all);
    const index = one.array.shape.map(() => 0);
    one.set(...index, 5);
    assert.deepEqual([one.get(...index), one.data[one.offset]], [5, 5]);
  }
  const code = (error: unknown) => isReticleError(error, "ImageError") && error.code === "capability";
  type Volume = ImageView<Uint16Array, readonly ["slice", "row", "column"]>;
  const uses: Record<keyof typeof all, ((view: Volume) => unknown)[]> = {
    read: [
      (v) => v.get(0, 0, 0),
      (v) => v.toArray(),
      (v) => v.copy(),
      (v) => v.sum(),
      (v) => v.median("row"),
      (v) => v.plus(1),
      (v) => view.minus(v),
      (v) => v.threshold(3),
      (v) => v.to("float32"),
      (v) => v.map(Math.abs),
      (v) => copyInto(v, view.copy()),
      (v) => gaussian(v, { sigma: 1 }),
    ],
    write: [(v) => v.set(0, 0, 0, 1), (v) => copyInto(view as Volume, v)],
    memoryAccess: [(v) => toNdarray(v), (v) => planeOf(v, 0)],
    reshape: [(v) => v.reinterpret(["sequence", "row", "column"])],
  };
  for (const [name, calls] of Object.entries(uses)) {
    const closed = ImageView.from(counted(24), { ...pixels, capabilities: { [name]: false } }) as Volume;
    assert.deepEqual(closed.capabilities, { ...all, [name]: false });
    for (const [i, use] of calls.entries()) {
      assert.throws(() => use(closed), code, `${name} ${i}`);
      assert.throws(() => use(closed.flip("row") as Volume), code, `${name} ${i} of a view`);
      if (name !== "read") use(closed.copy() as Volume);
    }
    // What cannot be read can be shown.
    assert.match(String(closed), /uint16/);
  }
  assert.throws(() => ImageView.from(counted(3), { capabilities: { wite: false } as never }), code);
});
