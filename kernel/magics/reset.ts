/** `%reset`: cells start anew, as far as names go; modules stay loaded and timers run on. */
import type { MagicHost } from "./host.ts";

export function resetNames(argument: string, host: MagicHost): void {
  if (argument !== "" && argument !== "-f") throw new Error(`%reset takes -f or nothing, not "${argument}"`);
  if (argument === "" && !isAgreed(host)) host.write("stdout", "Nothing was forgotten.\n");
  else host.forgetNames();
}

function isAgreed(host: MagicHost): boolean {
  let answer: string;
  try {
    answer = host.input("Forget all names that cells have declared? [y/N] ");
  } catch {
    throw new Error("%reset cannot ask here; %reset -f does not ask");
  }
  return /^\s*y(es)?\s*$/i.test(answer);
}
