export { environmentVariable } from "./environment.ts";
export { fileSize, readFileBytes, writeFileAtomic } from "./files.ts";
export { defaultDecompressedLimit, gunzip, gzip, inflatedLength, isGzip } from "./gzip.ts";
export { readPackageFile } from "./packages.ts";
