export { bindArguments, checkRequired, isPlainCall } from "./bind-arguments.ts";
export {
  type AnchorName,
  anchorNames,
  type Builtin,
  constants,
  functions,
  methods,
  referenceMethods,
  type Signature,
} from "./catalog.ts";
export { checkProgram } from "./check-program.ts";
export type * from "./definitions.ts";
export { LayerTable } from "./layer-table.ts";
export { findSymbol, type ImportReader, importName, type LoadedProgram, loadModules } from "./load-modules.ts";
