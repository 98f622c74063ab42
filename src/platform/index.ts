export { environmentVariable } from "./environment.ts";
export { fileSize, readFileBytes, writeFileAtomic } from "./files.ts";
export { defaultDecompressedLimit, gunzip, gzip, isGzip } from "./gzip.ts";
