export { type BackgroundOptions, runInBackground, serveBackground } from "./background.ts";
export { fromBase64, toBase64 } from "./base64.ts";
export { isLittleEndian, joinedBytes, packedBits, swappedBytes } from "./bytes.ts";
export { cellSignal } from "./cell-signal.ts";
export { crc32 } from "./crc32.ts";
export { environmentVariable, sourceDate } from "./environment.ts";
export { ExchangeFolder } from "./exchange-folder.ts";
export { type FileBytes, openFileBytes, readFileStart } from "./file-bytes.ts";
export { checkBytes, type FileName, pathOf, pathOrBytes } from "./file-source.ts";
export { decodeSource, fileSize, makeFolder, pathIn, readFileBytes, writeFileAtomic } from "./files.ts";
export { environmentPython, findProgram, foldersUpwards } from "./find-program.ts";
export { Folder, isFolder, writeFolderAtomic } from "./folders.ts";
export {
  defaultDecompressedLimit,
  deflate,
  deflateRaw,
  gunzip,
  gzip,
  inflate,
  inflatedLength,
  inflateRaw,
  isGzip,
} from "./gzip.ts";
export { Inflater } from "./inflater.ts";
export { LineProcess, writeOutput } from "./line-process.ts";
export { readPackageFile } from "./packages.ts";
export { fileNameOf, siblingPath } from "./paths.ts";
export { isFileBytes, memoryBytes, startOf, withPlainBytes } from "./plain-bytes.ts";
export { type ByteSink, type ByteSource, readableOf, writableOf } from "./streams.ts";
export { compact, type Parcel, processorCount, serveTasks, ThreadPool } from "./thread-pool.ts";
export { align, compiledModule, growMemory, instanceOf, OptionalLoops } from "./web-assembly.ts";
