/** What the stop button of a live notebook sets off for the running cell; nothing outside of one. */
export function cellSignal(): AbortSignal | undefined {
  const host = (globalThis as { [key: symbol]: unknown })[Symbol.for("reticle.host")];
  return (host as { readonly signal?: AbortSignal } | undefined)?.signal;
}
