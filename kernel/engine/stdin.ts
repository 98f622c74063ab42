/**
 * `input`, `prompt` and `confirm`: the question goes out on the stdin channel, and this thread sleeps until the session
 * has the answer. A sleeping thread can be terminated, so the stop button works as it does on a loop.
 */
import { type MessagePort, receiveMessageOnPort } from "node:worker_threads";
import { type StdinAnswer, shared } from "../ports.ts";
import type { Outlet } from "./outlet.ts";

// Cells may give these names to something else.
const { load, wait } = Atomics;
const text = String;

export class Stdin {
  readonly #outlet: Outlet;
  readonly #memory: Int32Array;
  readonly #answers: MessagePort;
  #asks = 0;

  constructor(outlet: Outlet, memory: Int32Array, answers: MessagePort) {
    this.#outlet = outlet;
    this.#memory = memory;
    this.#answers = answers;
  }

  readonly input = (prompt: unknown = "", options: { readonly password?: boolean } = {}): string => {
    const ask = ++this.#asks;
    const password = options.password === true;
    this.#outlet.send({ type: "input", run: this.#outlet.run, ask, prompt: text(prompt), password });
    for (;;) {
      const seen = load(this.#memory, shared.input);
      const answer = this.#take(ask);
      if (answer?.value === null) throw new Error("this front end cannot be asked for input");
      if (answer !== null) return answer.value;
      wait(this.#memory, shared.input, seen);
    }
  };

  /** As in browsers; an empty answer is the default. */
  readonly prompt = (message: unknown = "", preset: unknown = ""): string => {
    const question = preset === "" ? `${message} ` : `${message} [${preset}] `;
    return this.input(question) || text(preset);
  };

  readonly confirm = (message: unknown = ""): boolean => /^\s*y(es)?\s*$/i.test(this.input(`${message} [y/N] `));

  /** Answers to questions that were stopped are passed over. */
  #take(ask: number): StdinAnswer | null {
    for (;;) {
      const got = receiveMessageOnPort(this.#answers) as { message: StdinAnswer } | undefined;
      if (got === undefined) return null;
      if (got.message.ask === ask) return got.message;
    }
  }
}
