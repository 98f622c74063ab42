/** An import of a package that is not there: where it was looked for, and how it is had. */

const missing = /^Cannot find (?:package|module) '((?:@[^/']+\/)?[^./'@][^/']*)/;

/** Of a package that is there: what Node wanted to run of it. */
const unrunnable =
  /^Cannot find (?:package|module) '(.*[\\/]node_modules[\\/]((?:@[^\\/']+[\\/])?[^\\/']+)[\\/][^']*)'/;
const alias = /^Cannot find (?:package|module) '([@~]\/[^']*)'/;

/** A line for the traceback, or null where the error is another one. */
export function missingPackage(thrown: unknown, folder: string): string | null {
  try {
    const { code, message } = thrown as { code?: unknown; message?: unknown };
    if (code !== "ERR_MODULE_NOT_FOUND" && code !== "MODULE_NOT_FOUND") return null;
    const text = String(message);
    const found = unrunnable.exec(text);
    if (found !== null)
      return `${found[2]} is installed, but its file ${found[1]} is missing; does it hold only types?`;
    const shortened = alias.exec(text)?.[1];
    if (shortened !== undefined) {
      return `"${shortened}" is no package's name, and "paths" of a tsconfig.json are not followed: begin it with ./ in ${folder}`;
    }
    const name = missing.exec(text)?.[1];
    if (name === undefined || name.startsWith("node:")) return null;
    return `It was looked for in ${folder} and the folders above it. To install it: !cd "${folder}" && npm install ${name}`;
  } catch {
    return null;
  }
}
