import { optionsOf } from "../errors.ts";
import { type MimeBundle, mimeBundle } from "./mime.ts";

/** What a live notebook offers (`globalThis[Symbol.for("reticle.host")]`), as far as it is needed here. */
interface Host {
  display?(bundle: MimeBundle): unknown;
}

/** Deno's kernel, as far as it is needed here. */
interface DenoHost {
  jupyter?: { display?(bundle: MimeBundle, options: { raw: boolean }): Promise<unknown> };
}

export interface ShowOptions {
  /** Where tslab is the kernel: its `display`. */
  readonly display?: { raw(type: string, content: string): void };
}

/** tslab makes an output of its own of each MIME type, so it gets the best one. */
const bestFirst = ["image/svg+xml", "image/png", "text/html", "text/plain"];

/**
 * Shows a value in the middle of a code cell, as if the cell ended with it; outside of a notebook its text is printed.
 * A value that takes time to show itself gives a promise to wait for. In Deno's kernel it does the same, in stock tslab
 * it needs that one's `display`.
 * @example for (const slice of [10, 20]) show(stack.pick({ slice }))
 * @example show(top, { display: tslab.display })
 */
export function show(value: unknown, options: ShowOptions = {}): void | Promise<void> {
  const bundle = mimeBundle(value);
  return bundle instanceof Promise ? bundle.then((ready) => put(ready, options)) : put(bundle, options);
}

function put(bundle: MimeBundle, options: ShowOptions): void {
  const { display } = optionsOf(options, "ViewError", ["display"]);
  const global = globalThis as { [key: symbol]: unknown; Deno?: DenoHost };
  const host = global[Symbol.for("reticle.host")] as Host | undefined;
  const deno = global.Deno?.jupyter;
  if (display !== undefined) {
    const type = bestFirst.find((candidate) => typeof bundle[candidate] === "string") ?? "text/plain";
    display.raw(type, String(bundle[type] ?? Object.keys(bundle).join(", ")));
  } else if (typeof host?.display === "function") host.display(bundle);
  // Not handed on: Deno would show the promise where a cell ends with the call.
  else if (typeof deno?.display === "function") void deno.display(bundle, { raw: true });
  else console.log(bundle["text/plain"] ?? Object.keys(bundle).join(", "));
}
