/** Cells of all kinds, stopped at random moments. RETICLE_INTERRUPTS=1000 does it so many times, RETICLE_SEED repeats one. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { randomNumbers } from "../support/random-numbers.ts";
import { kernelForFile, patience } from "./support.ts";

const kernel = kernelForFile();
const rounds = Number(process.env.RETICLE_INTERRUPTS ?? 100);
const seed = Number(process.env.RETICLE_SEED ?? 1);
const child = `["-e", "for(;;)console.log('c')"], { stdio: "inherit" }`;

const cells: readonly string[] = [
  "while (true);",
  "while (true) console.log('x')",
  "for (;;) { console.log('x'); console.error('y') }",
  "try { while (true); } finally { while (true); }",
  "/^(a+)+$/.test('a'.repeat(40) + 'b')",
  "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)",
  "for (;;) [...Array(1e5)].map(() => Math.random()).sort()",
  "await null; while (true);",
  "while (true) await 0",
  "const again = (): unknown => Promise.resolve().then(again); await again()",
  "await new Promise(() => {})",
  "await new Promise((resolve) => setTimeout(resolve, 1e6))",
  "setTimeout(() => { while (true); }, 1); await new Promise(() => {})",
  "setImmediate(() => { while (true); }); await new Promise(() => {})",
  "process.nextTick(() => { while (true); }); await new Promise(() => {})",
  "setInterval(() => console.log('tick'), 1).unref(); await new Promise(() => {})",
  "for (;;) { display(1); await 0 }",
  "({ [Symbol.for('Jupyter.display')]() { while (true); } })",
  "({ [Symbol.for('Jupyter.display')]() { return new Promise(() => {}) } })",
  "!sleep 1000",
  "!while true; do echo x; done",
  "%time await new Promise(() => {})",
  "%%time\nwhile (true);",
  "input('never answered')",
  "for (;;) try { input('never answered') } catch {}",
  "import './loops.ts'",
  "import './waits.ts'",
  "for (;;) await import('node:fs')",
  `const { spawn } = require("child_process"); const c = spawn(process.execPath, ${child}); kernel.signal.addEventListener("abort", () => c.kill("SIGKILL")); await new Promise(() => {})`,
  "const { execSync } = require('child_process'); for (;;) execSync('sleep 0.02', { stdio: 'inherit' })",
  "const { readFileSync } = require('fs'); for (;;) readFileSync(process.execPath)",
  "for (;;) JSON.parse(JSON.stringify(Array(1e4).fill({ a: 1 })))",
];

/** How long stops took, ms, and of which round. */
let slowest = { ms: 0, which: "" };

async function stopped(code: string, delay: number, which: string): Promise<string> {
  let announced = (): void => {};
  const begun = new Promise<void>((resolve) => {
    announced = resolve;
  });
  const running = kernel.client.execute(code, {
    timeoutMs: patience,
    onStdin: () => new Promise<string>(() => {}),
    onIopub: ({ header }) => header.msg_type === "execute_input" && announced(),
  });
  await begun;
  if (delay > 1) await new Promise((resolve) => setTimeout(resolve, delay));
  const asked = performance.now();
  await kernel.client.interrupt();
  const { reply } = await running;
  const ms = performance.now() - asked;
  if (ms > slowest.ms) slowest = { ms, which };
  return String(reply.ename);
}

test(`${rounds} cells of ${cells.length} kinds are stopped at random moments, and state is kept`, {
  skip: process.platform === "win32",
}, async (t) => {
  kernel.write("loops.ts", "export {};\nwhile (true);\n");
  kernel.write("waits.ts", "await new Promise(() => {});\n");
  await kernel.outputs("let keep = 41");
  const random = randomNumbers(seed);
  for (let i = 0; i < rounds; i++) {
    const code = cells[Math.floor(random() * cells.length)];
    const delay = random() * 60;
    const which = `round ${i} of seed ${seed}, after ${delay.toFixed(1)} ms: ${code}`;
    assert.equal(await stopped(code, delay, which).catch(String), "KeyboardInterrupt", which);
    assert.equal(await kernel.shows("keep + 1").catch(String), "42", which);
  }
  t.diagnostic(`the slowest stop took ${slowest.ms.toFixed(0)} ms: ${slowest.which}`);
});
