/** Compiles the program of a file with the options of the command line. */
import { existsSync, statSync } from "node:fs";
import { isReticleError } from "../../errors.ts";
import { readFileBytes } from "../../platform/index.ts";
import { type CompiledPls, compilePls, decodePls } from "../../pls/index.ts";
import { commandLineError } from "../command.ts";
import type { PlsArguments } from "./pls-arguments.ts";

export function compileFile({ file, dbu, parameters, isLegend, isStrict, limits }: PlsArguments): CompiledPls {
  if (existsSync(file) && statSync(file).isDirectory()) throw commandLineError(`${file} is a folder`);
  const text = decodePls(readFileBytes(file));
  try {
    return compilePls(text, { file, dbu, parameters, legend: isLegend, strict: isStrict, limits });
  } catch (error) {
    if (isReticleError(error, "PlsError") && error.code === "unknown-parameter") throw commandLineError(error.message);
    throw error;
  }
}
