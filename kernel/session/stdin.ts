/** input_request and input_reply: one question at a time, to the front end whose cell asks. */
import type { MessagePort } from "node:worker_threads";
import { type FromEngine, type StdinAnswer, shared } from "../ports.ts";
import type { Message } from "../wire/index.ts";
import type { EngineLink } from "./engine-link.ts";
import type { Runs } from "./runs.ts";
import type { Session } from "./session.ts";

export class StdinChannel {
  readonly #session: Session;
  readonly #runs: Runs;
  readonly #engine: EngineLink;
  readonly #answers: MessagePort;
  /** The newest question. */
  #asked: { readonly ask: number; readonly id: string } | null = null;

  constructor(session: Session, runs: Runs, engine: EngineLink, answers: MessagePort) {
    this.#session = session;
    this.#runs = runs;
    this.#engine = engine;
    this.#answers = answers;
  }

  async ask({ run, ask, prompt, password }: FromEngine & { type: "input" }): Promise<void> {
    const request = this.#runs.requestOf(run);
    if (request === null) return this.#answer({ ask, value: null });
    const { id, sent } = this.#session.ask(request, "input_request", { prompt, password });
    this.#asked = { ask, id };
    await sent;
  }

  heard({ header, parentHeader, content }: Message): void {
    if (header.msg_type !== "input_reply" || this.#asked === null) return;
    // Not every front end says what it answers; where it does, an old question's answer is nobody's.
    if (parentHeader.msg_id !== undefined && parentHeader.msg_id !== this.#asked.id) return;
    this.#answer({ ask: this.#asked.ask, value: String(content.value ?? "") });
  }

  #answer(answer: StdinAnswer): void {
    this.#asked = null;
    this.#answers.postMessage(answer);
    Atomics.add(this.#engine.memory, shared.input, 1);
    Atomics.notify(this.#engine.memory, shared.input);
  }
}
