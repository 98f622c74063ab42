export { type BackgroundOptions, runInBackground, serveBackground } from "./background.ts";
export { environmentVariable } from "./environment.ts";
export { type FileBytes, openFileBytes, readFileStart } from "./file-bytes.ts";
export { checkBytes, type FileName, pathOf, pathOrBytes } from "./file-source.ts";
export { fileSize, readFileBytes, writeFileAtomic } from "./files.ts";
export { defaultDecompressedLimit, deflateRaw, gunzip, gzip, inflatedLength, inflateRaw, isGzip } from "./gzip.ts";
export { readPackageFile } from "./packages.ts";
export { type ByteSink, type ByteSource, readableOf, writableOf } from "./streams.ts";
export { compact, type Parcel, processorCount, serveTasks, ThreadPool } from "./thread-pool.ts";
