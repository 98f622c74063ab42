// npm run docs, second part: the pages that are made by running the library.
import { setUp } from "./setup.mjs";

await setUp();
const { writePlsReference } = await import("../dist/scripts/pls-reference.js");
writePlsReference();
