/** Paths as they are written behind a magic: quotes go, `~` is the home folder. */
import { homedir } from "node:os";
import { resolve } from "node:path";

export function pathOf(argument: string): string {
  const bare = /^(["'])(.*)\1$/.exec(argument)?.[2] ?? unescaped(argument);
  return resolve(bare.replace(/^~(?=$|[\\/])/, homedir()));
}

/** `my\ folder`; on Windows a backslash is part of the path. */
function unescaped(text: string): string {
  return process.platform === "win32" ? text : text.replace(/\\(.)/g, "$1");
}
