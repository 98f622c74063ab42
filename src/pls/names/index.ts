export { cellName, looseName, type NamePattern, parsePattern, plainName } from "./name-pattern.ts";
