/** Compiles the program of a file with the options of the command line. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { isReticleError } from "../../errors.ts";
import { readFileBytes } from "../../platform/index.ts";
import { type CompiledPls, compilePls, decodePls } from "../../pls/index.ts";
import { commandLineError } from "../command.ts";
import type { PlsArguments } from "./pls-arguments.ts";

/** `-` is the standard input, whose imports are looked for in the working folder. */
export function compileFile({ file, dbu, parameters, isLegend, isStrict, limits }: PlsArguments): CompiledPls {
  if (existsSync(file) && statSync(file).isDirectory()) throw commandLineError(`${file} is a folder`);
  const text = decodePls(file === "-" ? readFileSync(0) : readFileBytes(file));
  const name = file === "-" ? "stdin" : file;
  try {
    return compilePls(text, { file: name, dbu, parameters, legend: isLegend, strict: isStrict, limits });
  } catch (error) {
    const isParameter = isReticleError(error, "PlsError") && /^(unknown-)?parameter$/.test(error.code);
    if (isParameter) throw commandLineError(error.message);
    throw error;
  }
}
