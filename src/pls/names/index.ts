export { cellName, looseName, type NamePattern, parsePattern } from "./name-pattern.ts";
