/**
 * The main shell and its subshells (JEP 91). Each executes its own cells in order; where a cell of one awaits, another
 * one's may run. Everything that is no cell is answered at once anyway.
 */
import { randomUUID } from "node:crypto";
import type { Message } from "../wire/index.ts";
import type { Executor } from "./execute.ts";
import { RequestError } from "./fields.ts";

export class Shells {
  readonly #create: () => Executor;
  readonly #main: Executor;
  readonly #subshells = new Map<string, Executor>();

  constructor(create: () => Executor) {
    this.#create = create;
    this.#main = create();
  }

  /** The shell that a message is for, or null where there is no such shell. */
  find({ header }: Message): Executor | null {
    const id = header.subshell_id ?? null;
    return id === null ? this.#main : (this.#subshells.get(id) ?? null);
  }

  /** Throws where the message is for a shell that is not there. */
  check(message: Message): Record<string, never> {
    if (this.find(message) === null) throw unknown(message.header.subshell_id);
    return {};
  }

  create(): string {
    const id = randomUUID();
    this.#subshells.set(id, this.#create());
    return id;
  }

  list(): string[] {
    return [...this.#subshells.keys()];
  }

  /** The cell that runs goes on; those that wait are aborted. */
  async delete(id: unknown): Promise<void> {
    const shell = this.#subshells.get(id as string);
    if (shell === undefined) throw unknown(id);
    this.#subshells.delete(id as string);
    await shell.abortWaiting();
  }

  /** Resolves when each cell whose turn it is has been handed to the engine: what comes later must not overtake it. */
  async begun(): Promise<void> {
    await Promise.all([this.#main, ...this.#subshells.values()].map((shell) => shell.begun));
  }

  /** Nothing more is run. */
  close(): void {
    for (const shell of [this.#main, ...this.#subshells.values()]) shell.close();
  }
}

function unknown(id: unknown): RequestError {
  return new RequestError(`there is no subshell ${JSON.stringify(id)}; list_subshell_request tells which there are`);
}
