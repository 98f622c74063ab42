/** debug_request and debug_event: the way to the debugger, which is loaded when a front end first wants it. */
import { CodePaths } from "../debugger/code-paths.ts";
import type { Debugger } from "../debugger/index.ts";
import type { JsonObject } from "../wire/index.ts";
import type { EngineLink } from "./engine-link.ts";
import type { Executions } from "./executions.ts";
import type { Interrupter } from "./interrupt.ts";
import type { Session } from "./session.ts";
import type { Sigint } from "./sigint.ts";

/** How long the engine may take to load its packages, ms. */
const patience = 10_000;

export class DebugChannel {
  readonly #session: Session;
  readonly #engine: EngineLink;
  readonly #executions: Executions;
  readonly #interrupter: Interrupter;
  readonly #paths = new CodePaths();
  readonly #sigint: Sigint;
  #loading: Promise<Debugger> | null = null;
  #debugger: Debugger | null = null;
  #ready: Promise<unknown> | null = null;

  constructor(session: Session, engine: EngineLink, executions: Executions, interrupter: Interrupter, sigint: Sigint) {
    this.#sigint = sigint;
    this.#session = session;
    this.#engine = engine;
    this.#executions = executions;
    this.#interrupter = interrupter;
    executions.onCode = (run, code) => this.#paths.ran(run, code);
    interrupter.debugger = this;
  }

  async answer(request: JsonObject): Promise<JsonObject> {
    return { ...(await (await this.#load()).answer(request)) };
  }

  get isPaused(): boolean {
    return this.#debugger?.isPaused === true;
  }

  async release(): Promise<void> {
    await this.#debugger?.release();
  }

  /** Must come before the process ends: it waits for an inspector that is attached. */
  close(): void {
    this.#debugger?.close();
  }

  #load(): Promise<Debugger> {
    this.#loading ??= import("../debugger/index.ts").then(({ Debugger }) => {
      this.#debugger = new Debugger({
        paths: this.#paths,
        own: new URL("../..", import.meta.url).href,
        currentRun: () => this.#executions.all.at(-1)?.run ?? null,
        publish: (event) => this.#publish(event),
        interrupt: () => this.#interrupter.interrupt(),
        ready: () => this.#engineIsThere(),
      });
      return this.#debugger;
    });
    return this.#loading;
  }

  async #publish(event: object): Promise<void> {
    const parent = [...this.#session.running].at(-1) ?? {};
    // Output that the engine has sent before is heard in this turn.
    await new Promise((resolve) => setImmediate(resolve));
    await this.#session.publish("debug_event", parent, { ...event });
  }

  /** A busy engine is there already, and cannot answer. Expressions of the user's are ended by SIGINT. */
  async #engineIsThere(): Promise<void> {
    await this.#sigint.listen();
    if (this.#executions.all.length > 0) return;
    this.#ready ??= this.#engine.ask({ type: "ping" }, patience);
    await this.#ready;
  }
}
