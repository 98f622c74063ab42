/** The environment, where there is one (a browser has none). */

/** The value of an environment variable, undefined where it is not set. */
export function environmentVariable(name: string): string | undefined {
  return globalThis.process?.env?.[name];
}
