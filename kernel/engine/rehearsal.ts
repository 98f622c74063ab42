/**
 * Cells that nobody has written are compiled, and thrown away, while a new kernel has nothing to do: V8 makes fast code only
 * of what has run some times, and the first cells of a kind took twice as long as later ones.
 */

/** Some of everything that cells are made of. */
export const rehearsed: readonly string[] = [
  `interface Shape { readonly name: string; area(): number }
class Circle implements Shape {
  readonly name = "circle";
  constructor(private readonly radius: number) {}
  area(): number { return Math.PI * this.radius ** 2; }
}
new Circle(2).area()`,
  `const { a, b: [first, ...rest] } = { a: 1, b: [1, 2, 3] };
let total = 0;
for (const one of rest) total += one;
for (let i = 0; i < 3; i++) { if (i % 2 === 0) continue; total -= i; }
\`\${a} \${first} \${total}\``,
  `async function load(path: string, options: { times?: number } = {}): Promise<string[]> {
  try { return await Promise.all([path].map(async (one) => one + options.times)); }
  catch (error) { throw new Error("no", { cause: error }); }
}
const loaded = await load("a", { times: 2 });
loaded.map((one) => one.length).filter(Boolean)`,
  `import { join } from "node:path";
import * as fs from "node:fs";
type Pair<T> = [T, T?];
const names: Pair<string>[] = [["a", "b"], ["c"]];
const joined = names.map(([a, b = "none"]) => join(a, b));
console.log(joined?.[0] ?? fs.constants.R_OK)`,
  `function* numbers<T extends number>(from: T) { yield from; yield* [1, 2]; }
const object = { key: 1, ["computed"]: [...numbers(3)], method() { return this.key; }, get it() { return this; } };
object`,
];
/** What only the transpiler reads. */
export const transpiled = 'export enum Colour { Red, Green = "green" }';
export const rehearsals = 8;
