export { type DisplayHandle, type DisplayOptions, type DisplaySink, Displays, isDisplayHandle } from "./display.ts";
export { inspectValue } from "./inspect.ts";
export { bundleOf, normalBundle } from "./mime.ts";
