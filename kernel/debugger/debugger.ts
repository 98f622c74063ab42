/**
 * Jupyter's debugger: answers the Debug Adapter Protocol by means of V8's own. Requests are answered while the code
 * is paused, while it runs and while nothing does; none of them can end or hang the kernel.
 */
import { Attachment } from "./attachment.ts";
import type { CodePaths } from "./code-paths.ts";
import { type Commands, commands } from "./commands.ts";
import { Arguments, DebugError, type Response, shown } from "./protocol.ts";
import type { Stop } from "./stops.ts";
import { textOf } from "./values.ts";

/** What the session gives. */
export interface DebugHost {
  readonly paths: CodePaths;
  /** URL of the folder of our own code, in which nothing stops. */
  readonly own: string;
  /** The cell that runs now. */
  currentRun(): number | null;
  /** Publishes a `debug_event`; resolves when it is sent. */
  publish(event: object): Promise<void>;
  /** Stops the cell that runs. */
  interrupt(): Promise<void>;
  /** Resolves when the engine is loaded, and SIGINT heard whatever it does. */
  ready(): Promise<void>;
}

export const thread = { id: 1, name: "TypeScript" };

/** They are answered without a debugger that was started. */
const always = new Set([
  "initialize",
  "disconnect",
  "debugInfo",
  "dumpCell",
  "inspectVariables",
  "richInspectVariables",
  "modules",
  "variables",
]);

export class Debugger {
  readonly host: DebugHost;
  #attachment: Attachment | null = null;
  /** A front end has sent `initialize`. */
  isStarted = false;
  /** What `initialize` said. */
  client = { isJupyterLab: false, firstLine: 1, firstColumn: 1 };
  #sequence = 0;
  #published: Promise<void> = Promise.resolve();

  constructor(host: DebugHost) {
    this.host = host;
  }

  async answer(request: unknown): Promise<Response> {
    const { seq, command, arguments: given } = (request ?? {}) as Record<string, unknown>;
    const name = typeof command === "string" ? command : "";
    const base = {
      type: "response",
      request_seq: Number.isSafeInteger(seq) ? (seq as number) : 0,
      command: name,
    } as const;
    try {
      if (name === "") throw new DebugError(`the request's command is ${shown(command)}; it must be a string`);
      const handler = Object.hasOwn(commands, name) ? commands[name as keyof Commands] : undefined;
      if (handler === undefined) throw new DebugError(`the command ${shown(name)} is not known`);
      if (!always.has(name) && this.#attachment?.isEnabled !== true && name !== "attach")
        throw new DebugError(`${name}: the debugger is not attached`);
      const body = await handler(new Arguments(name, given), this);
      return { ...base, seq: ++this.#sequence, success: true, body: body ?? {} };
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return { ...base, seq: ++this.#sequence, success: false, message, body: { error: { id: 1, format: message } } };
    }
  }

  emit(event: string, body: object = {}): void {
    this.#published = this.host.publish({ type: "event", seq: ++this.#sequence, event, body });
  }

  /** The inspector session, connected when it is first needed. */
  async connected(): Promise<Attachment> {
    await this.host.ready();
    if (this.#attachment === null) {
      const { paths, own } = this.host;
      const attachment = new Attachment({ paths, own, currentRun: () => this.host.currentRun() });
      attachment.stops.onStop = (stop) => this.#stopped(stop);
      attachment.stops.onContinue = () => this.emit("continued", { threadId: thread.id, allThreadsContinued: true });
      attachment.breakpoints.onChange = (breakpoint) =>
        this.emit("breakpoint", { reason: "changed", breakpoint: this.shownPlace(breakpoint) });
      this.#attachment = attachment;
    }
    return this.#attachment;
  }

  /** The same where it is attached already. */
  get attachment(): Attachment | null {
    return this.#attachment;
  }

  /** Lines and columns as the front end counts them. */
  shownPlace<T extends { readonly line: number; readonly column?: number }>(place: T): T {
    const { firstLine, firstColumn } = this.client;
    const { line, column } = place;
    return { ...place, line: line - 1 + firstLine, ...(column !== undefined && { column: column - 1 + firstColumn }) };
  }

  get isPaused(): boolean {
    return this.#attachment?.stops.isPaused === true;
  }

  /** Before the cell is stopped: paused code hears nothing. */
  async release(): Promise<void> {
    await this.#attachment?.inspector.endEvaluations();
    await this.#attachment?.stops.release(true);
  }

  /** Forgets all breakpoints and lets the code go on. */
  async disconnect(): Promise<void> {
    const attachment = this.#attachment;
    this.#attachment = null;
    this.isStarted = false;
    await attachment?.close();
    // JupyterLab listens until the reply comes.
    await this.#published;
  }

  /** The process ends: at once. */
  close(): void {
    this.#attachment?.inspector.close();
    this.#attachment = null;
  }

  #stopped({ reason, thrown, breakpoints }: Stop): void {
    this.emit("stopped", {
      reason,
      threadId: thread.id,
      allThreadsStopped: true,
      preserveFocusHint: false,
      hitBreakpointIds: breakpoints.map(({ id }) => id),
      ...(thrown !== null && { description: "Paused on an exception", text: textOf(thrown) }),
    });
  }
}
