// AssemblyScript: loops over runs of pixels that lie side by side, where each has a TypeScript twin that gives the same bits
// (../blocks.ts, ../block-loops.ts, ../combine.ts). Memory is laid out by the caller; addresses are bytes, and what is
// written begins at multiples of 16. Types of pixels are numbered as in ../wasm-kernel.ts.

export { widen, narrow } from "./widen";
export { sum, sumExactly, squares } from "./runs";
export { least, most, leastRows, mostRows } from "./extremes";
export { addRows, addRowsExactly, squareRows } from "./rows";
export { toIntegers } from "./convert";
export { calculate, calculateSingles, judge } from "./combine";
