/** The environment, where there is one (a browser has none). */

/** The value of an environment variable, undefined where it is not set. */
export function environmentVariable(name: string): string | undefined {
  return globalThis.process?.env?.[name];
}

/** The time that SOURCE_DATE_EPOCH says (seconds, reproducible-builds.org), so that a run can be repeated; null where it says none. */
export function sourceDate(): Date | null {
  const seconds = environmentVariable("SOURCE_DATE_EPOCH") ?? "";
  return /^\d{1,11}$/.test(seconds) ? new Date(Number(seconds) * 1000) : null;
}
