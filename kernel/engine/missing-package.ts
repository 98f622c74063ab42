/** An import of a package that is not there: where it was looked for, and how it is had. */

const missing = /^Cannot find (?:package|module) '((?:@[^/']+\/)?[^./'@][^/']*)/;

/** A line for the traceback, or null where the error is another one. */
export function missingPackage(thrown: unknown, folder: string): string | null {
  try {
    const { code, message } = thrown as { code?: unknown; message?: unknown };
    if (code !== "ERR_MODULE_NOT_FOUND" && code !== "MODULE_NOT_FOUND") return null;
    const name = missing.exec(String(message))?.[1];
    if (name === undefined || name.startsWith("node:")) return null;
    return `It was looked for in ${folder} and the folders above it. To install it: !cd "${folder}" && npm install ${name}`;
  } catch {
    return null;
  }
}
