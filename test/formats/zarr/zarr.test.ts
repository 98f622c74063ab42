/** OME-Zarr that we write, read by zarr-python and ome-zarr-py, and theirs read by us. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import fc from "fast-check";
import { isReticleError } from "../../../src/errors.ts";
import { readImage, readZarr, writeImage, writeZarr, zarrImages } from "../../../src/formats/index.ts";
import { type AnyImageView, type Axes, ImageView, type TypedArray } from "../../../src/image/index.ts";
import { referencePython, withoutPython } from "../../support/project.ts";

const folder = mkdtempSync(join(tmpdir(), "reticle-zarr-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const path = (name: string) => join(folder, name);
const code = (name: string) => (error: unknown) => isReticleError(error, "ZarrError") && error.code === name;
const python = (script: string, ...args: string[]) =>
  execFileSync(referencePython()!, ["-W", "ignore", "-c", script, folder, ...args], { encoding: "utf8" });

const values = Uint16Array.from({ length: 2 * 3 * 40 * 50 }, (_, i) => (i * 7919) % 60000);
const stack = ImageView.from(values, {
  shape: [2, 3, 40, 50],
  axes: ["channel", "slice", "row", "column"],
  spacing: { slice: 0.5, row: 0.1, column: 0.2 },
  origin: { row: -3, column: 7 },
  unit: { slice: "µm", row: "nm", column: "µm" },
  direction: "up",
});
const same = (a: AnyImageView, b: AnyImageView) => {
  assert.deepEqual([a.axes, a.shape, a.dtype, a.kind], [b.axes, b.shape, b.dtype, b.kind]);
  assert.deepEqual([a.spacing, a.origin, a.unit, a.direction], [b.spacing, b.origin, b.unit, b.direction]);
  assert.deepEqual(a.toArray(), b.toArray());
};

test("what is written is read back: pixels, axes, spacings, origins, units, direction, kind", async () => {
  for (const version of ["0.4", "0.5"] as const) {
    for (const compression of ["gzip", "none"] as const) {
      await writeZarr(path("a.zarr"), stack, { version, compression, chunks: { row: 16, slice: 2 } });
      same(await readZarr(path("a.zarr")), stack);
    }
    const mask = ImageView.from(Uint8Array.of(0, 1, 1, 255, 0, 1), {
      shape: [2, 3],
      axes: ["row", "column"],
      kind: "binary",
    });
    await writeImage(path("mask.zarr"), mask, { version });
    const back = await readImage(path("mask.zarr"));
    assert.deepEqual([back.kind, back.direction, back.spacing], ["binary", null, {}]);
    assert.deepEqual([...back.toArray()], [0, 1, 1, 1, 0, 1]);
  }
  assert.deepEqual(readdirSync(folder).sort(), ["a.zarr", "mask.zarr"]);
});

test("law: any view of any type, however it lies in memory, is written and read back as it is", async () => {
  const types = [
    Uint8Array,
    Int8Array,
    Uint16Array,
    Int16Array,
    Uint32Array,
    Int32Array,
    Float32Array,
    Float64Array,
    BigInt64Array,
    BigUint64Array,
  ];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...types),
      fc.shuffledSubarray(["sequence", "channel", "slice"] as const),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 9 }),
      fc.constantFrom("0.4" as const, "0.5" as const),
      fc.integer({ min: 1, max: 5 }),
      fc.boolean(),
      async (Numbers, more, rows, columns, version, chunk, turned) => {
        const axes: Axes = turned ? ["column", ...more, "row"] : ["row", "column", ...more];
        const shape = axes.map((axis) => (axis === "row" ? rows : axis === "column" ? columns : 2));
        const data = new Numbers(shape.reduce((a, b) => a * b, 1)) as TypedArray;
        for (let i = 0; i < data.length; i++)
          data[i] = (typeof data[i] === "bigint" ? BigInt(i % 100) : i % 100) as never;
        const view = ImageView.from(data, { shape, axes, direction: "down" });
        await writeZarr(path("law.zarr"), turned ? view.flip("row") : view, {
          version,
          chunks: { row: chunk, column: 3 },
          levels: 1,
        });
        const back = (await readZarr(path("law.zarr"))) as ImageView<TypedArray, Axes>;
        assert.deepEqual(back.reorder(axes).toArray(), (turned ? view.flip("row") : view).toArray());
      },
    ),
    { numRuns: 60 },
  );
});

test("images of both versions: as zarr-python reads them", { skip: withoutPython }, async () => {
  await writeZarr(path("v4.zarr"), stack, { version: "0.4" });
  await writeZarr(path("v5.zarr"), stack, { chunks: { row: 33, column: 16 }, compression: "none" });
  const mask = ImageView.from(Uint8Array.of(0, 1, 1, 0), { shape: [2, 2], axes: ["row", "column"], kind: "binary" });
  await writeZarr(path("mask4.zarr"), mask, { version: "0.4" });
  await writeZarr(path("mask5.zarr"), mask);
  const out = python(`
import json, sys, zarr
out = {}
for name in ["v4", "v5", "mask4", "mask5"]:
    a = zarr.open_group(sys.argv[1] + "/" + name + ".zarr", mode="r")["0"]
    out[name] = [list(a.shape), str(a.dtype), a[:].astype(int).ravel().tolist(), a.metadata.zarr_format]
print(json.dumps(out))`);
  assert.deepEqual(JSON.parse(out), {
    v4: [[2, 3, 40, 50], "uint16", [...values], 2],
    v5: [[2, 3, 40, 50], "uint16", [...values], 3],
    mask4: [[2, 2], "bool", [0, 1, 1, 0], 2],
    mask5: [[2, 2], "bool", [0, 1, 1, 0], 3],
  });
});

test("levels, axes, units and transformations: as ome-zarr-py reads them", { skip: withoutPython }, async () => {
  const big = ImageView.from(
    Float32Array.from({ length: 500 * 300 }, (_, i) => i % 91),
    {
      shape: [500, 300],
      axes: ["row", "column"],
      spacing: { row: 0.1, column: 0.2 },
      origin: { row: 1 },
    },
  );
  for (const version of ["0.4", "0.5"] as const) {
    await writeZarr(path("ome.zarr"), big, { version });
    const out = python(`
import json, sys
from ome_zarr.io import parse_url
from ome_zarr.reader import Reader
node = list(Reader(parse_url(sys.argv[1] + "/ome.zarr"))())[0]
print(json.dumps([node.metadata["axes"], node.metadata["coordinateTransformations"], [list(d.shape) for d in node.data]]))`);
    const line = out.trim().split("\n").at(-1) as string;
    assert.deepEqual(JSON.parse(line.slice(line.indexOf("[[{"))), [
      [
        { name: "y", type: "space", unit: "micrometer" },
        { name: "x", type: "space", unit: "micrometer" },
      ],
      [
        [
          { type: "scale", scale: [0.1, 0.2] },
          { type: "translation", translation: [1, 0] },
        ],
        // The middle of the first two rows: 1 + 0.1 / 2; of the first two columns: 0.2 / 2.
        [
          { type: "scale", scale: [0.2, 0.4] },
          { type: "translation", translation: [1.05, 0.1] },
        ],
      ],
      [
        [500, 300],
        [250, 150],
      ],
    ]);
  }
});

test("arrays of every codec, order and type, and shards: as zarr-python wrote them", {
  skip: withoutPython,
}, async () => {
  python(`
import sys, numpy as np, zarr, numcodecs
from zarr.codecs import *
a = np.arange(11*13, dtype=np.uint16).reshape(11, 13)
out = sys.argv[1] + "/py-"
for name, codec in {"zstd": ZstdCodec(), "blosc": BloscCodec(cname="lz4"), "gzip": GzipCodec(), "none": None}.items():
    z = zarr.create_array(out + "v3-" + name, data=a, chunks=(4, 5), compressors=codec, dimension_names=["y", "x"])
zarr.create_array(out + "shards", data=a, chunks=(2, 3), shards=(4, 6))
zarr.create_array(out + "big", data=a.astype(">i4"), chunks=(4, 5), serializer=BytesCodec(endian="big"))
for name, codec in {"zlib": numcodecs.Zlib(), "blosc": numcodecs.Blosc(), "lz4": numcodecs.LZ4(), "zstd": numcodecs.Zstd(), "gzip": numcodecs.GZip()}.items():
    zarr.create_array(out + "v2-" + name, data=a, chunks=(4, 5), compressors=codec, zarr_format=2)
zarr.create_array(out + "v2-fortran", data=a.astype(">f8"), chunks=(4, 5), zarr_format=2, order="F")
z = zarr.create_array(out + "filled", shape=(11, 13), chunks=(4, 5), dtype="int16", fill_value=-7)
z[4:8, 5:10] = 1
zarr.create_array(out + "long", data=np.array([2**60, -5]), chunks=(1,))
zarr.create_array(out + "half", data=np.array([0.5, 2], np.float16))
zarr.create_array(out + "complex", data=np.ones(2, complex))
`);
  const expected = Array.from({ length: 143 }, (_, i) => i);
  for (const name of readdirSync(folder).filter((one) => /^py-(v2|v3|shards|big)/.test(one))) {
    const view = await readZarr(path(name));
    assert.deepEqual([view.shape, [...view.toArray()]], [[11, 13], expected], name);
    assert.deepEqual(view.axes, name.startsWith("py-v3") ? ["row", "column"] : null, name);
  }
  const filled = await readZarr(path("py-filled"));
  assert.deepEqual([filled.get(0, 0), filled.get(4, 5), filled.get(10, 12)], [-7, 1, -7]);
  assert.deepEqual([...(await readZarr(path("py-long"))).toArray()], [2n ** 60n, -5n]);
  await assert.rejects(readZarr(path("py-complex")), (error) => isReticleError(error, "ZarrError"));
  if ("Float16Array" in globalThis) assert.deepEqual([...(await readZarr(path("py-half"))).toArray()], [0.5, 2]);
  else await assert.rejects(readZarr(path("py-half")), code("dtype"));
});

test("an image of ome-zarr-py, level by level", { skip: withoutPython }, async () => {
  python(`
import sys, numpy as np
from ome_zarr.writer import write_image
from ome_zarr.format import FormatV04, FormatV05
import zarr
a = (np.arange(2*64*64) % 251).astype(np.uint8).reshape(2, 64, 64)
for name, fmt, number in [("4", FormatV04(), 2), ("5", FormatV05(), 3)]:
    group = zarr.open_group(sys.argv[1] + "/theirs" + name + ".zarr", mode="w", zarr_format=number)
    write_image(a, group, axes="tyx", scale={"t": 2, "y": 5, "x": 5}, fmt=fmt,
      axes_units={"t": "second", "y": "nanometer", "x": "nanometer"})
`);
  for (const name of ["theirs4.zarr", "theirs5.zarr"]) {
    const view = await readZarr(path(name));
    assert.deepEqual([view.axes, view.shape, view.dtype], [["sequence", "row", "column"], [2, 64, 64], "uint8"]);
    assert.deepEqual(view.spacing, { sequence: 2, row: 5, column: 5 });
    assert.deepEqual(view.unit, { sequence: "s", row: "nm", column: "nm" });
    assert.deepEqual([view.direction, [...view.toArray()]], ["down", Array.from({ length: 8192 }, (_, i) => i % 251)]);
    const coarser = await readZarr(path(name), { level: 1 });
    assert.deepEqual([coarser.shape, coarser.origin], [[2, 32, 32], { row: 2.5, column: 2.5 }]);
    await assert.rejects(readZarr(path(name), { level: 9 }), code("level"));
  }
});

test("a pixel of a coarser level is the mean of what it covers: as numpy's", { skip: withoutPython }, async () => {
  const small = stack.pick({ channel: 0 }).crop({ row: [0, 37], column: [0, 45] });
  await writeZarr(path("means.zarr"), small, { levels: 4 });
  const out = python(`
import json, sys, numpy as np, zarr
g = zarr.open_group(sys.argv[1] + "/means.zarr", mode="r")
a = g["0"][:].astype(float)
same = []
for k in range(1, 4):
    f, level = 2**k, g[str(k)][:]
    means = np.array([[[a[z, r:r+f, c:c+f].mean() for c in range(0, 45, f)] for r in range(0, 37, f)] for z in range(3)])
    same.append(bool((level == np.floor(means + 0.5)).all()) and list(level.shape))
print(json.dumps(same))`);
  assert.deepEqual(JSON.parse(out), [
    [3, 19, 23],
    [3, 10, 12],
    [3, 5, 6],
  ]);
  const labels = stack.pick({ channel: 0, slice: 0 }).as("label");
  await writeZarr(path("labels.zarr"), labels, { levels: 3 });
  const level = await readZarr(path("labels.zarr"), { level: 2 });
  assert.deepEqual(level.toArray(), labels.step({ row: 4, column: 4 }).toArray());
  assert.deepEqual([level.origin, level.kind], [{ row: -3, column: 7 }, "label"]);
});

test("another folder or file of the name stays, a store is replaced whole", async () => {
  mkdirSync(path("other.zarr"));
  writeFileSync(join(path("other.zarr"), "mine.txt"), "mine");
  await assert.rejects(writeZarr(path("other.zarr"), stack), /remove it first/);
  assert.deepEqual(readdirSync(path("other.zarr")), ["mine.txt"]);
  await writeZarr(path("twice.zarr"), stack, { version: "0.4", levels: 3 });
  await writeZarr(path("twice.zarr"), stack, { levels: 1 });
  assert.deepEqual(readdirSync(path("twice.zarr")).sort(), ["0", "zarr.json"]);
  assert.ok(readdirSync(folder).every((name) => !name.startsWith(".")));
});

test("what cannot be written or read is an error that says so", async () => {
  await assert.rejects(writeZarr(path("x.zarr"), ImageView.from(new Uint8Array(3), { axes: ["row"] })), code("axes"));
  await assert.rejects(writeZarr(path("x.zarr"), stack, { levels: 99 }), code("levels"));
  await assert.rejects(writeZarr(path("x.zarr"), stack, { chunks: { row: 0 } }), code("chunks"));
  await assert.rejects(writeZarr(path("x.zarr"), stack, { version: "0.3" as never }), code("version"));
  await assert.rejects(writeZarr(join(folder, "none", "x.zarr"), stack), /the folder .*none does not exist/);
  await assert.rejects(readZarr(path("nowhere.zarr")), code("zarr"));
  await assert.rejects(readZarr(path("other.zarr")), code("zarr"));
});

/** A Zarr 3 array by hand. */
function array(name: string, changes: object, chunks: Readonly<Record<string, Uint8Array>> = {}): string {
  const place = path(name);
  rmSync(place, { recursive: true, force: true });
  mkdirSync(join(place, "c", "0"), { recursive: true });
  const metadata = {
    zarr_format: 3,
    node_type: "array",
    shape: [4, 4],
    data_type: "uint8",
    chunk_grid: { name: "regular", configuration: { chunk_shape: [4, 4] } },
    chunk_key_encoding: { name: "default", configuration: { separator: "/" } },
    fill_value: 0,
    codecs: [{ name: "bytes", configuration: { endian: "little" } }],
    attributes: {},
    ...changes,
  };
  writeFileSync(join(place, "zarr.json"), JSON.stringify(metadata));
  for (const [key, bytes] of Object.entries(chunks)) writeFileSync(join(place, key), bytes);
  return place;
}

test("claims, bombs, unknown codecs and cut chunks: named, and nothing is allocated for them", async () => {
  const { gzipSync, deflateSync } = await import("node:zlib");
  const grid = (size: number) => ({ name: "regular", configuration: { chunk_shape: [size, size] } });
  await assert.rejects(
    readZarr(array("huge", { shape: [1e6, 1e6], chunk_grid: grid(1000) })),
    code("decompressed-limit"),
  );
  await assert.rejects(
    readZarr(array("claim", { shape: [3e4, 3e4], chunk_grid: grid(1000) })),
    /a limit that is given is believed/,
  );
  await assert.rejects(
    readZarr(array("many", { shape: [2000, 2000], chunk_grid: grid(1) })),
    code("decompressed-limit"),
  );
  await assert.rejects(readZarr(array("wide", { chunk_grid: grid(1e6) })), code("decompressed-limit"));
  await assert.rejects(readZarr(array("none", { chunk_grid: grid(0) })), code("zarr"));
  await assert.rejects(readZarr(array("limit", {}), { limit: 15 }), code("decompressed-limit"));
  const unknown = [
    { name: "bytes", configuration: { endian: "little" } },
    { name: "pcodec", configuration: {} },
  ];
  await assert.rejects(readZarr(array("codec", { codecs: unknown }, { "c/0/0": new Uint8Array(16) })), (error) => {
    assert.ok(code("codec")(error));
    assert.match((error as Error).message, /pcodec/);
    return true;
  });
  const bomb = new Uint8Array(1e7);
  const packed = (name: string) => [
    { name: "bytes", configuration: { endian: "little" } },
    { name, configuration: {} },
  ];
  for (const [name, bytes] of [
    ["gzip", gzipSync(bomb)],
    ["zlib", deflateSync(bomb)],
    ["blosc", Uint8Array.of(2, 1, 0x21, 1, 0, 0, 0, 0x7f, 0, 0, 0, 0x7f, 16, 0, 0, 0)],
    ["lz4", Uint8Array.of(0, 0, 0, 0x7f, 0)],
    // A single segment of 2^31 bytes.
    ["zstd", Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0xa0, 0, 0, 0, 0x80, 1, 0, 0)],
  ] as const) {
    await assert.rejects(
      readZarr(array("bomb", { codecs: packed(name) }, { "c/0/0": bytes })),
      code("decompressed-limit"),
      name,
    );
  }
  await assert.rejects(readZarr(array("cut", {}, { "c/0/0": new Uint8Array(7) })), code("zarr"));
  await assert.rejects(
    readZarr(array("cutgz", { codecs: packed("gzip") }, { "c/0/0": gzipSync(new Uint8Array(16)).subarray(0, 12) })),
    (error) => isReticleError(error, "ZarrError"),
  );
  assert.deepEqual([...(await readZarr(array("empty", { shape: [0, 4] }))).shape], [0, 4]);
  assert.equal((await readZarr(array("missing", { fill_value: 3 }))).mean(), 3);
});

test("a dataset's path does not lead out of the store", async () => {
  array("secret", {}, { "c/0/0": new Uint8Array(16) });
  mkdirSync(path("leads.zarr"));
  for (const out of ["../secret", "/../secret", "a/../../secret", "%2e%2e/secret"]) {
    const multiscales = [{ axes: [{ name: "y" }, { name: "x" }], datasets: [{ path: out }] }];
    const group = { zarr_format: 3, node_type: "group", attributes: { ome: { version: "0.5", multiscales } } };
    writeFileSync(join(path("leads.zarr"), "zarr.json"), JSON.stringify(group));
    await assert.rejects(readZarr(path("leads.zarr")), (error) => isReticleError(error), out);
  }
});

test("any changed byte of the metadata: an error of ours, or an image", async () => {
  const { readFileSync } = await import("node:fs");
  await writeZarr(path("fuzz.zarr"), stack.pick({ channel: 0 }).crop({ row: [0, 5], column: [0, 5] }), {
    version: "0.5",
  });
  for (const name of ["zarr.json", "0/zarr.json", "0/c/0/0/0"]) {
    const file = join(path("fuzz.zarr"), name);
    const whole = readFileSync(file);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(whole.length - 1),
        fc.oneof(fc.constantFrom(48, 57, 45, 34, 93), fc.nat(255)),
        async (at, value) => {
          const changed = Buffer.from(whole);
          changed[at] = value;
          writeFileSync(file, changed);
          await readZarr(path("fuzz.zarr")).catch((error) =>
            assert.ok(isReticleError(error), `${name} ${at} ${value}: ${error}\n${error.stack}`),
          );
        },
      ),
      { numRuns: 200 },
    );
    for (let at = 0; at < whole.length; at += 1) {
      const changed = Buffer.from(whole);
      changed[at] = 48;
      writeFileSync(file, changed);
      await readZarr(path("fuzz.zarr")).catch((error) => assert.ok(isReticleError(error), `${name} ${at}: ${error}`));
    }
    for (let end = 0; end < whole.length; end += 40) {
      writeFileSync(file, whole.subarray(0, end));
      await readZarr(path("fuzz.zarr")).catch((error) => assert.ok(isReticleError(error), String(error)));
    }
    writeFileSync(file, whole);
  }
});

test("images of plates, series and labels as ome-zarr-py writes them are listed and read", {
  skip: withoutPython,
}, async () => {
  python(`
import sys, numpy as np, zarr
from ome_zarr.writer import write_image, write_labels, write_plate_metadata, write_well_metadata
from ome_zarr.format import FormatV04, FormatV05
for name, fmt, version in (("4", FormatV04(), 2), ("5", FormatV05(), 3)):
    at = sys.argv[1] + "/" + name
    image = zarr.open_group(at + "-labelled.zarr", mode="w", zarr_format=version)
    write_image(np.arange(48, dtype=np.uint16).reshape(6, 8), image, axes="yx", fmt=fmt, scale_factors=[])
    write_labels((np.arange(48).reshape(6, 8) // 10).astype(np.uint8), image, name="nuclei", axes="yx", fmt=fmt, scale_factors=[])
    plate = zarr.open_group(at + "-plate.zarr", mode="w", zarr_format=version)
    write_plate_metadata(plate, ["A", "B"], ["1", "2"], ["A/1", "B/2"], fmt=fmt)
    for k, place in enumerate(("A/1", "B/2")):
        well = plate.require_group(place)
        write_well_metadata(well, ["0", "1"], fmt=fmt)
        for field in ("0", "1"):
            write_image(np.full((2, 3), 10 * k + int(field), np.uint8), well.require_group(field), axes="yx", fmt=fmt, scale_factors=[])
    series = zarr.open_group(at + "-series.zarr", mode="w", zarr_format=version)
    layout = {"bioformats2raw.layout": 3}
    series.attrs.update(layout if version == 2 else {"ome": layout | {"version": "0.5"}})
    for k in range(2):
        write_image(np.full((2, 3), k, np.uint8), series.require_group(str(k)), axes="yx", fmt=fmt, scale_factors=[])
`);
  for (const version of [4, 5]) {
    assert.deepEqual(await zarrImages(path(`${version}-labelled.zarr`)), ["", "labels/nuclei"]);
    const nuclei = await readZarr(path(`${version}-labelled.zarr/labels/nuclei`));
    assert.deepEqual([nuclei.kind, nuclei.max(), nuclei.get(5, 7)], ["label", 4, 4]);
    assert.equal((await readZarr(path(`${version}-labelled.zarr`))).kind, "scalar");
    const plate = path(`${version}-plate.zarr`);
    const fields = await zarrImages(plate);
    assert.deepEqual(fields, ["A/1/0", "A/1/1", "B/2/0", "B/2/1"]);
    const values = await Promise.all(fields.map(async (field) => (await readZarr(`${plate}/${field}`)).max()));
    assert.deepEqual(values, [0, 1, 10, 11]);
    assert.deepEqual(await zarrImages(`${plate}/B/2`), ["0", "1"]);
    await assert.rejects(readZarr(plate), code("metadata"));
    assert.deepEqual(await zarrImages(path(`${version}-series.zarr`)), ["0", "1"]);
  }
  await assert.rejects(zarrImages(path("none.zarr")), code("zarr"));
});

test("lists of images are metadata that may be anything", async () => {
  for (const plate of [7, { wells: "x" }, { wells: [null, { path: 3 }, { path: "../up" }, { path: "none" }] }, []]) {
    const at = path("odd.zarr");
    mkdirSync(at, { recursive: true });
    writeFileSync(join(at, ".zgroup"), JSON.stringify({ zarr_format: 2 }));
    writeFileSync(join(at, ".zattrs"), JSON.stringify({ plate }));
    const named = await zarrImages(at).catch((error: unknown) => error);
    assert.ok(isReticleError(named) || (named as string[]).length === 0, String(named));
  }
});
