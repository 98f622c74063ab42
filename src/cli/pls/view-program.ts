/** `reticle pls -v` and `-w`. */
import { commandLineError } from "../command.ts";
import type { PlsArguments } from "./pls-arguments.ts";

export function viewProgram(_given: PlsArguments): Promise<number> {
  throw commandLineError("this version has no viewer yet");
}
