import { type MimeBundle, mimeBundle } from "./mime.ts";

/** What a live notebook offers (`globalThis[Symbol.for("reticle.host")]`), as far as it is needed here. */
interface Host {
  display?(bundle: MimeBundle): unknown;
}

/**
 * Shows a value in the middle of a code cell, as if the cell ended with it; outside of a notebook its text is printed.
 * A value that takes time to show itself gives a promise to wait for.
 * @example for (const slice of [10, 20]) show(stack.pick({ slice }))
 */
export function show(value: unknown): void | Promise<void> {
  const bundle = mimeBundle(value);
  return bundle instanceof Promise ? bundle.then(put) : put(bundle);
}

function put(bundle: MimeBundle): void {
  const host = (globalThis as { [key: symbol]: unknown })[Symbol.for("reticle.host")] as Host | undefined;
  if (typeof host?.display === "function") host.display(bundle);
  else console.log(bundle["text/plain"] ?? Object.keys(bundle).join(", "));
}
