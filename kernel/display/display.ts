/** `display`, `clearOutput` and what a live notebook offers to libraries (`Symbol.for("reticle.host")`). */
import { types } from "node:util";
import type { MimeBundle } from "../ports.ts";
import { uniqueId } from "../unique-id.ts";
import { inspectValue } from "./inspect.ts";
import { asJson, bundleOf, normalBundle } from "./mime.ts";

export interface DisplayOptions {
  /** The value is a MIME bundle, to be shown as it is. */
  readonly raw?: boolean;
  /** The name under which the output can be updated. */
  readonly id?: string;
  readonly metadata?: MimeBundle;
}

export interface DisplayHandle {
  readonly id: string;
  /** Puts the value in the place of what was shown, wherever that is. */
  update(value: unknown, options?: Omit<DisplayOptions, "id">): void;
}

/** Where displays go: the engine. */
export interface DisplaySink {
  show(data: MimeBundle, metadata: MimeBundle, id: string | undefined, update: boolean): void;
  clear(wait: boolean): void;
  /** The cell is not over before this promise is. */
  waitFor(pending: Promise<void>): void;
}

const handles = new WeakSet<object>();

/** A handle as the value of a cell shows nothing: what it stands for is shown already. */
export function isDisplayHandle(value: unknown): boolean {
  return typeof value === "object" && value !== null && handles.has(value);
}

export class Displays {
  readonly #sink: DisplaySink;

  constructor(sink: DisplaySink) {
    this.#sink = sink;
  }

  readonly display = (value: unknown, options: DisplayOptions = {}): DisplayHandle => {
    const id = options.id ?? uniqueId();
    if (typeof id !== "string" || id === "") {
      throw new TypeError(`the id of a display is a text that is not empty, not ${inspectValue(id)}`);
    }
    this.#put(value, options, id, false);
    const handle = {
      id,
      update: (next: unknown, more = {}) => this.#put(next, { raw: options.raw, ...more }, id, true),
    };
    handles.add(handle);
    return handle;
  };

  readonly clearOutput = (options: { readonly wait?: boolean } = {}): void => this.#sink.clear(options.wait === true);

  /** For libraries: the bundle is theirs, made already. */
  readonly updateDisplay = (id: string, bundle: MimeBundle, metadata: MimeBundle = {}): void =>
    this.#put(bundle, { raw: true, metadata }, id, true);

  #put(value: unknown, options: DisplayOptions, id: string, update: boolean): void {
    const metadata = plainMetadata(options.metadata);
    const raw = options.raw === true && typeof value === "object" && value !== null;
    const bundle = raw ? normalBundle(value) : bundleOf(value);
    if (types.isPromise(bundle)) {
      this.#sink.waitFor(bundle.then((data) => this.#sink.show(data, metadata, id, update)));
    } else this.#sink.show(bundle, metadata, id, update);
  }
}

/** What is no JSON would be lost on the wire, and the output with it. */
function plainMetadata(metadata: unknown): MimeBundle {
  if (metadata === undefined || metadata === null) return {};
  if (typeof metadata === "object" && !Array.isArray(metadata))
    return asJson("the metadata of a display", metadata) as MimeBundle;
  throw new TypeError(`the metadata of a display is an object, not ${inspectValue(metadata)}`);
}
