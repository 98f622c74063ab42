/** Programs run by the reference Python, with real numpy on the other side. */
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import ndarray from "ndarray";
import { isReticleError } from "../../../src/errors.ts";
import { type Axes, ImageView, type TypedArray } from "../../../src/image/index.ts";
import { type PythonOptions, type PythonResult, python as pythonOf } from "../../../src/image/python/index.ts";
import { PythonProcess } from "../../../src/image/python/python-process.ts";
import { projectRoot, referencePython, withoutPython } from "../../support/project.ts";

const skip = withoutPython;
const executable = referencePython() ?? undefined;
const python = <const R extends PythonResult = "image">(code: string, options: PythonOptions<R> = {}) =>
  pythonOf<R>(code, { executable, ...options });
const code = (name: string) => (error: unknown) => isReticleError(error, "PythonError") && error.code === name;
const folders = () =>
  ["/dev/shm", tmpdir()]
    .filter(existsSync)
    .flatMap((folder) => readdirSync(folder).filter((n) => /^reticle-\w{6}$/.test(n)));

const image = ImageView.from(Float32Array.of(0, 1, 2, 3, 4, 5), {
  shape: [2, 3],
  axes: ["row", "column"],
  spacing: { row: 0.5, column: 0.25 },
  origin: { row: 10 },
  direction: "up",
});
const types: readonly [new (values: never) => TypedArray, string][] = [
  [Uint8Array, "uint8"],
  [Int8Array, "int8"],
  [Uint16Array, "uint16"],
  [Int16Array, "int16"],
  [Uint32Array, "uint32"],
  [Int32Array, "int32"],
  [Float32Array, "float32"],
  [Float64Array, "float64"],
  [BigInt64Array, "int64"],
  [BigUint64Array, "uint64"],
  [Uint8ClampedArray, "uint8"],
];

test("a function of scipy on an image: as scipy's gaussian_filter", { skip }, async () => {
  const blur = python(
    "from scipy.ndimage import gaussian_filter\ndef run(image, sigma): return gaussian_filter(image, sigma)",
  );
  const blurred = await blur.run({ image, sigma: 1 });
  assert.deepEqual([blurred.axes, blurred.spacing], [["row", "column"], { row: 0.5, column: 0.25 }]);
  assert.deepEqual([blurred.origin, blurred.direction, blurred.dtype], [{ row: 10 }, "up", "float32"]);
  const script = `import json, numpy as np, scipy.ndimage as s
print(json.dumps(s.gaussian_filter(np.arange(6, dtype=np.float32).reshape(2, 3), 1).ravel().tolist()))`;
  const expected = JSON.parse(execFileSync(executable!, ["-c", script], { encoding: "utf8" }));
  assert.deepEqual([...blurred.toArray()], expected);
});

test("every type arrives as numpy's and comes back as it was", { skip }, async () => {
  const seen = python("def run(a): return {'dtype': a.dtype.name, 'list': [int(x) for x in a], 'back': a}", {
    returns: { dtype: "text", list: "value", back: "image" },
  });
  for (const [Numbers, name] of types) {
    const isBig = name === "int64" || name === "uint64";
    const values = Numbers === BigInt64Array ? [-5n, 2n ** 62n] : isBig ? [2n ** 63n, 7n] : [1, 100];
    const view = ImageView.from(new Numbers(values as never), { axes: ["column"] });
    const { dtype, list, back } = await seen.run({ a: view });
    assert.equal(dtype, name);
    assert.deepEqual((list as (number | bigint)[]).map(BigInt), (values as (number | bigint)[]).map(BigInt));
    assert.deepEqual([...back.toArray()], values);
    assert.equal(back.dtype, Numbers === Uint8ClampedArray ? "uint8" : view.dtype);
  }
});

test("all orders of axes, steps and flips arrive with their strides, and not copied: as numpy sees them", {
  skip,
}, async () => {
  const volume = ImageView.from(
    Uint16Array.from({ length: 24 }, (_, i) => i),
    {
      shape: [2, 3, 4],
      axes: ["slice", "row", "column"],
    },
  );
  const seen = python(
    "def run(a): return {'strides': list(a.strides), 'shape': list(a.shape), 'values': a.ravel().tolist(), 'back': a}",
    { returns: { strides: "value", shape: "value", values: "value", back: "image" } },
  );
  const orders: Axes[] = [
    ["slice", "row", "column"],
    ["slice", "column", "row"],
    ["row", "slice", "column"],
    ["row", "column", "slice"],
    ["column", "slice", "row"],
    ["column", "row", "slice"],
  ];
  for (const order of orders) {
    const turned = (volume as ImageView<Uint16Array, Axes>).reorder(order);
    for (const view of [turned, turned.flip("row"), turned.flip("slice", "column"), turned.step({ row: 2 })]) {
      const { strides, shape, values, back } = await seen.run({ a: view });
      assert.deepEqual(strides, view.byteStride, String(view));
      assert.deepEqual(shape, view.shape);
      assert.deepEqual(values, [...view.toArray()]);
      assert.deepEqual([...back.toArray()], values);
      assert.deepEqual(back.axes, order);
    }
  }
});

test("rows that are padded keep their padding; few pixels of much memory are packed", { skip }, async () => {
  const seen = python("def run(a): return {'strides': list(a.strides), 'sum': float(a.sum())}", {
    returns: { strides: "value", sum: "number" },
  });
  const memory = new Uint8Array(100 * 128).fill(1);
  const padded = ImageView.from(ndarray(memory, [100, 100], [128, 1]), { axes: ["row", "column"] });
  assert.deepEqual(await seen.run({ a: padded }), { strides: [128, 1], sum: 10000 });
  assert.deepEqual(await seen.run({ a: padded.crop({ column: [10, 13] }) }), { strides: [3, 1], sum: 300 });
});

test("booleans, no axes, no pixels, vector pixels", { skip }, async () => {
  const same = python("def run(a): return {'a': a, 'dtype': str(a.dtype), 'shape': list(a.shape)}", {
    returns: { a: "image", dtype: "text", shape: "value" },
  });
  for (const values of [Uint8Array.of(0, 1, 1), Uint8Array.of(0, 255, 7)]) {
    const mask = await same.run({ a: ImageView.from(values, { axes: ["row"], kind: "binary" }) });
    assert.deepEqual([mask.dtype, mask.a.kind, [...mask.a.toArray()]], ["bool", "binary", [0, 1, 1]]);
  }
  const point = await same.run({ a: ImageView.from(Float64Array.of(7), { shape: [], axes: [] }) });
  assert.deepEqual([point.shape, point.a.shape, [...point.a.toArray()]], [[], [], [7]]);
  const none = await same.run({ a: ImageView.from(new Int16Array(0), { shape: [0, 5], axes: ["row", "column"] }) });
  assert.deepEqual([none.dtype, none.shape, none.a.shape], ["int16", [0, 5], [0, 5]]);
  const vectors = ImageView.from(Uint8Array.of(1, 2, 3, 4, 5, 6), { shape: [2, 3], axes: ["row"], components: 3 });
  const back = await same.run({ a: vectors });
  assert.deepEqual([back.shape, back.a.components, back.a.axes], [[2, 3], 3, ["row"]]);
});

test("numpy's other byte order, half floats, Fortran order, views and scalars come back", { skip }, async () => {
  const program = python(
    `
    import numpy as np
    big = np.array([[1, 2], [3, 4]], '>u2')
    half = np.array([0.5, -2], np.float16)
    fortran = np.asfortranarray(np.arange(6, dtype=np.int32).reshape(2, 3))
    backwards = np.arange(5, dtype=np.float64)[::-2]
    scalar = np.float32(0.25)
    whole = np.int64(2**60)
    missing = float('nan')
    least = float('-inf')
    nested = {'list': [1, None, (True, 'x')], 'array': np.ones(2, np.int8)}
    `,
    {
      returns: {
        big: ["row", "column"],
        half: "image",
        fortran: "image",
        backwards: "image",
        scalar: "number",
        whole: "value",
        missing: "number",
        least: "number",
        nested: "value",
      },
    },
  );
  const { big, half, fortran, backwards, scalar, whole, missing, least, nested } = await program.run();
  assert.deepEqual([big.dtype, [...big.toArray()], big.sizeAlong("row")], ["uint16", [1, 2, 3, 4], 2]);
  assert.deepEqual([half.dtype, [...half.toArray()], half.axes], ["float32", [0.5, -2], null]);
  assert.deepEqual(
    [[...fortran.toArray()], fortran.stride],
    [
      [0, 1, 2, 3, 4, 5],
      [1, 2],
    ],
  );
  assert.deepEqual([...backwards.toArray()], [4, 2, 0]);
  assert.deepEqual([scalar, whole, missing, least], [0.25, 2n ** 60n, Number.NaN, -Infinity]);
  const { list, array } = nested as { list: unknown; array: ImageView };
  assert.deepEqual(
    [list, [...array.toArray()]],
    [
      [1, null, [true, "x"]],
      [1, 1],
    ],
  );
});

test("numbers, texts, lists, objects and undefined arrive as Python's", { skip }, async () => {
  const shown = python("def run(**values): return repr(sorted(values.items()))", { returns: "text" });
  const values = {
    a: 2,
    b: 0.5,
    c: 2n ** 70n,
    d: -Infinity,
    e: "ä\n",
    f: [true, null],
    g: { x: 1 },
    h: undefined as never,
  };
  assert.equal(
    await shown.run(values),
    "[('a', 2), ('b', 0.5), ('c', 1180591620717411303424), ('d', -inf), ('e', 'ä\\n'), ('f', [True, None]), ('g', {'x': 1})]",
  );
  assert.equal(
    await python("def run(a): return a.tolist()", { returns: "value" })
      .run({ a: Float32Array.of(1, 2) })
      .then(String),
    "1,2",
  );
});

test("what Python writes into an argument is not seen here", { skip }, async () => {
  const back = await python("def run(image):\n    image += 1\n    return image").run({ image });
  assert.deepEqual([...back.toArray()], [1, 2, 3, 4, 5, 6]);
  assert.deepEqual([...image.toArray()], [0, 1, 2, 3, 4, 5]);
});

test("exceptions, also of the syntax, come with Python's own traceback", { skip }, async () => {
  const failing = python("def inner(x):\n    return 1 / x\n\ndef run(x):\n    return inner(x)", { returns: "number" });
  await assert.rejects(failing.run({ x: 0 }), (error) => {
    assert.ok(code("exception")(error));
    const { message } = error as Error;
    assert.match(message, /^Python raised ZeroDivisionError: division by zero\nTraceback/);
    assert.match(message, /File "<python \d+>", line 2, in inner\n {4}return 1 \/ x/);
    assert.doesNotMatch(message, /<string>/);
    return true;
  });
  assert.equal(await failing.run({ x: 2 }), 0.5);
  await assert.rejects(python("def run(:").run(), /SyntaxError/);
  await assert.rejects(python("import sys\ndef run(): sys.exit(2)").run(), /SystemExit: 2/);
});

test("results that are none of an image's: errors that say what to do", { skip }, async () => {
  await assert.rejects(python("def run(): return 5").run(), code("result"));
  await assert.rejects(python("x = 5").run(), /returns: \{ name: "image" \}/);
  await assert.rejects(python("x = 5", { returns: { y: "number" } }).run(), /no variable y/);
  await assert.rejects(python("import numpy\ndef run(): return numpy.ones(2, complex)").run(), /real and imag/);
  await assert.rejects(python("def run(): return object()").run(), /type object cannot be given back/);
  await assert.rejects(
    python("import numpy\ndef run(): return numpy.ones(3)", { returns: ["row", "column"] }).run(),
    code("result"),
  );
  await assert.rejects(python("def run(x): return x").run({ x: (() => {}) as never }), code("argument"));
  assert.throws(() => python("", { returns: "picture" as never }), code("argument"));
});

test("what is printed is heard before the result, also by other programs that Python starts", { skip }, async () => {
  const heard: string[] = [];
  const program = python(
    "import sys, os\ndef run():\n    print('one'); print('zwöi', file=sys.stderr); print('three', end='')\n    os.system('echo child')\n    return 1",
    { returns: "number" },
  );
  await program.run({}, { onOutput: (text, stream) => heard.push(`${stream}: ${text}`) });
  assert.deepEqual(
    heard.filter((text) => !text.includes("child")),
    ["stdout: one\n", "stderr: zwöi\n", "stdout: three"],
  );
});

test("variables beside run stay, end() forgets them, runs wait for each other", { skip }, async () => {
  const counter = python("count = 0\ndef run():\n    global count\n    count += 1\n    return count", {
    returns: "number",
  });
  assert.deepEqual(await Promise.all([counter.run(), counter.run(), counter.run()]), [1, 2, 3]);
  counter.end();
  assert.equal(await counter.run(), 1);
});

test("a timeout, a signal and the end of Python stop a run, and the next one works", { skip }, async () => {
  const slow = python("import time\ndef run(s):\n    time.sleep(s)\n    return s", { returns: "number" });
  await assert.rejects(slow.run({ s: 60 }, { timeout: 100 }), code("timeout"));
  const controller = new AbortController();
  setTimeout(() => controller.abort(new Error("enough")), 100);
  await assert.rejects(slow.run({ s: 60 }, { signal: controller.signal }), /enough/);
  await assert.rejects(slow.run({ s: 60 }, { signal: controller.signal }), /enough/);
  await assert.rejects(python("import os\ndef run(): os._exit(3)").run(), /ended with code 3/);
  assert.equal(await slow.run({ s: 0 }), 0);
});

test("a run that waits for another one is given up at once, and the others go on", { skip }, async () => {
  const slow = python("import time\ndef run(s):\n    time.sleep(s)\n    return s", { returns: "number" });
  const ended: string[] = [];
  const running = slow.run({ s: 0.5 }).then(() => ended.push("running"));
  const controller = new AbortController();
  const waiting = assert
    .rejects(slow.run({ s: 60 }, { signal: controller.signal }), /no more/)
    .then(() => ended.push("waiting"));
  const next = slow.run({ s: 0 }).then(() => ended.push("next"));
  setTimeout(() => controller.abort(new Error("no more")), 50);
  await Promise.all([running, waiting, next]);
  assert.deepEqual(ended, ["waiting", "running", "next"]);
});

test("answers are not kept", { skip }, async () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const process = new PythonProcess(executable!);
  const call = { program: -1, name: "kept", code: "def run(): return [1, 2]", values: () => ({}), names: null };
  const run = async () =>
    new WeakRef(await process.call(call, { signal: undefined, timeout: undefined, onOutput: () => {} }));
  const first = await run();
  await run();
  await run();
  await new Promise(setImmediate);
  collect();
  assert.equal(first.deref(), undefined);
  process.end();
});

test("no file is left behind: after runs, after this process, after it is killed", { skip }, async () => {
  const mine = python("def run(image): return image");
  await mine.run({ image });
  const before = folders();
  assert.ok(before.length > 0);
  for (const folder of before)
    for (const parent of ["/dev/shm", tmpdir()])
      if (existsSync(join(parent, folder))) assert.deepEqual(readdirSync(join(parent, folder)), []);
  mine.end();
  const known = new Set(folders());
  const entry = (name: string) => pathToFileURL(join(projectRoot, "dist/src", name)).href;
  const script = (end: string) => `
    import { python } from "${entry("image/python/index.js")}";
    import { ImageView } from "${entry("image/index.js")}";
    const image = ImageView.from(new Float32Array(6), { shape: [2, 3], axes: ["row", "column"] });
    await python("def run(image): return image").run({ image });
    ${end}`;
  for (const end of ["", "process.kill(process.pid, 'SIGKILL')", "throw new Error()"]) {
    spawnSync(process.execPath, ["--input-type=module", "-e", script(end)], {
      env: { ...process.env, RETICLE_PYTHON: executable },
    });
    // Python notices the end of a killed parent by its pipe.
    for (let i = 0; i < 100 && folders().some((one) => !known.has(one)); i++)
      await new Promise((done) => setTimeout(done, 20));
    assert.deepEqual(
      folders().filter((one) => !known.has(one)),
      [],
      end,
    );
  }
});

test("without a Python, and without numpy: what to do", { skip }, async () => {
  await assert.rejects(python("x", { executable: "/nowhere/python" }).run(), code("not-found"));
  const folder = mkdtempSync(join(tmpdir(), "reticle-bare-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const script = `import { python } from "${pathToFileURL(join(projectRoot, "dist/src/image/python/index.js")).href}";
    await python("def run(): return 1", { returns: "number" }).run().catch((error) => console.log(error.code, error.message));`;
  const { stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", script], {
    cwd: folder,
    env: { PATH: "" },
    encoding: "utf8",
  });
  assert.match(stdout, /^not-found no Python is on the PATH.*pip install numpy/);
  execFileSync(executable!, ["-m", "venv", "--without-pip", join(folder, ".venv")]);
  const bare = spawnSync(
    process.execPath,
    ["--input-type=module", "-e", script.replaceAll("return 1", "import numpy; return 1")],
    { cwd: folder, env: { PATH: "" }, encoding: "utf8" },
  );
  assert.match(bare.stdout, /^numpy .*-m pip install numpy/);
});

async function wrongPrograms(): Promise<void> {
  // @ts-expect-error no such result
  python("", { returns: "picture" });
  // @ts-expect-error a symbol is nothing that Python can be given
  void python("").run({ x: Symbol() });
  const number = await python("", { returns: "number" }).run();
  // @ts-expect-error the result is a number
  number.toArray();
  const view = await python("", { returns: ["row", "column"] }).run();
  // @ts-expect-error there is no channel
  view.mean("channel");
  const both = await python("", { returns: { a: "image", b: "number" } }).run();
  // @ts-expect-error only a and b come back
  void both.c;
}

test("programs that must not compile do not", () => assert.equal(typeof wrongPrograms, "function"));
