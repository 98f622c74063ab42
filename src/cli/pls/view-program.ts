import type { PlsArguments } from "./pls-arguments.ts";
export function viewProgram(_given: PlsArguments): Promise<number> {
  return Promise.resolve(0);
}
