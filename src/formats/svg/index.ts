export { encodeSvg, type WriteSvgOptions, writeSvg } from "./write-svg.ts";
