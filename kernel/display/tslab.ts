/**
 * What `import * as tslab from "tslab"` gives in a notebook of this kernel: the three exports of tslab 1.0.22 with the
 * same behaviour, so that notebooks written for tslab run unchanged, with no package installed.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

interface Host {
  display(bundle: object, options?: { id?: string }): { update(bundle: object): void };
}

/** Every method shows its argument under one MIME type; bytes go as base64. */
export interface Display {
  javascript(text: string): void;
  html(text: string): void;
  markdown(text: string): void;
  latex(text: string): void;
  svg(text: string): void;
  png(bytes: Uint8Array): void;
  jpeg(bytes: Uint8Array): void;
  gif(bytes: Uint8Array): void;
  pdf(bytes: Uint8Array): void;
  text(text: string): void;
  raw(contentType: string, content: string | Uint8Array): void;
}

function displayThrough(put: (bundle: object) => void): Display {
  const raw = (contentType: string, content: string | Uint8Array): void =>
    put({ [contentType]: typeof content === "string" ? content : Buffer.from(content).toString("base64") });
  const as = (contentType: string) => (content: string | Uint8Array) => raw(contentType, content);
  return {
    javascript: as("text/javascript"),
    html: as("text/html"),
    markdown: as("text/markdown"),
    latex: as("text/latex"),
    svg: as("image/svg+xml"),
    png: as("image/png"),
    jpeg: as("image/jpeg"),
    gif: as("image/gif"),
    pdf: as("application/pdf"),
    text: as("text/plain"),
    raw,
  };
}

// A cell may give this name to something else.
const scope = globalThis as unknown as Record<symbol, Host>;

function host(): Host {
  return scope[Symbol.for("reticle.host")];
}

/** Each call adds an output to the cell. */
export const display: Display = displayThrough((bundle) => {
  host().display(bundle);
});

/** A display with one output: each call takes the place of what was shown before. */
export function newDisplay(): Display {
  let handle: { update(bundle: object): void } | undefined;
  return displayThrough((bundle) => {
    if (handle === undefined) handle = host().display(bundle);
    else handle.update(bundle);
  });
}

/** `tslab` is the version whose behaviour this is. */
export const versions = {
  tslab: "1.0.22",
  typescript: packageVersion("typescript"),
  node: process.version,
};

function packageVersion(name: string): string {
  try {
    const path = createRequire(import.meta.url).resolve(`${name}/package.json`);
    return (JSON.parse(readFileSync(path, "utf8")) as { version: string }).version;
  } catch {
    return "unknown";
  }
}
