export { encodePdf, type WritePdfOptions, writePdf } from "./write-pdf.ts";
