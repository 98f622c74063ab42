/** `%env`: the variables of the process, which commands and child processes get, too. */

const secret = /key|token|secret|password|passwd|credential/i;

/** Returns what is to be printed. */
export function environment(argument: string): string {
  if (argument === "") return listed();
  const [, name, isSet, value] = /^([^\s=]+)(\s*=\s*|\s+)?(.*)$/.exec(argument) ?? [];
  if (name === undefined) throw new Error(`%env takes NAME, NAME=value or NAME value, not "${argument}"`);
  if (isSet === undefined) {
    const found = process.env[name];
    if (found === undefined) throw new Error(`the environment variable ${name} is not set`);
    return `${found}\n`;
  }
  const bare = /^(["'])(.*)\1$/.exec(value)?.[2] ?? value;
  process.env[name] = bare;
  return `${name}=${bare}\n`;
}

/** A notebook is saved with its output and given away: what looks like a secret is not shown unless it is named. */
function listed(): string {
  const lines = Object.entries(process.env).map(
    ([name, value]) => `${name}=${secret.test(name) ? "<hidden>" : value}\n`,
  );
  return lines.sort().join("");
}
