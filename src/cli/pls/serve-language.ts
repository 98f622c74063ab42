/** `reticle pls --lsp`. */
import { commandLineError } from "../command.ts";

export function serveLanguage(): Promise<number> {
  throw commandLineError("this version has no language server yet");
}
