export { CodePaths } from "./code-paths.ts";
export { Debugger, type DebugHost } from "./debugger.ts";
