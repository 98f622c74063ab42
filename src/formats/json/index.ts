export { encodeJson, type WriteJsonOptions, writeJson } from "./write-json.ts";
