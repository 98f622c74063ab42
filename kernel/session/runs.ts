/** Numbers for whatever may have outputs (cells, comm messages), and the requests that these outputs belong to. */
import type { Header, Message } from "../wire/index.ts";
import type { Parent } from "./session.ts";

interface Known {
  readonly parent: Header;
  readonly silent: boolean;
  /** Who may be asked for input. */
  readonly asked: Message | null;
}

/** A timer may print long after its cell; but a slider that is moved sends thousands of messages. */
const mostKnown = 10_000;

export class Runs {
  /** The one that had an output last stands last. */
  readonly #known = new Map<number, Known>();
  #newest = 0;

  add(message: Message, silent: boolean): number {
    const run = ++this.#newest;
    const { header, identities, content } = message;
    // Not the code and the buffers: they would stay as long as the number is known.
    const asked =
      content.allow_stdin === true
        ? { identities, header, parentHeader: {}, metadata: {}, content: {}, buffers: [] }
        : null;
    this.#known.set(run, { parent: header, silent, asked });
    if (this.#known.size > mostKnown) this.#known.delete(this.#known.keys().next().value ?? 0);
    return run;
  }

  /** The request that an output belongs to, or null for a silent one's. */
  parentOf(run: number): Parent | null {
    const known = this.#use(run);
    return known?.silent === true ? null : (known?.parent ?? {});
  }

  /** The same for messages that a silent cell sends, too. */
  headerOf(run: number): Parent {
    return this.#use(run)?.parent ?? {};
  }

  /** The request that may be asked for input, or null where its front end cannot be. */
  requestOf(run: number): Message | null {
    return this.#use(run)?.asked ?? null;
  }

  /** Where the number is forgotten, the newest one's place is better than none. */
  #use(run: number): Known | undefined {
    const known = this.#known.get(run);
    if (known === undefined) return run === 0 ? undefined : this.#known.get(this.#newest);
    this.#known.delete(run);
    this.#known.set(run, known);
    return known;
  }
}
