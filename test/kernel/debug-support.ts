/** A front end's debugger in few words: requests on control, events from iopub, a cell that runs meanwhile. */
import assert from "node:assert/strict";
import type { ExecuteResult } from "../../kernel/client/index.ts";
import type { Message } from "../../kernel/wire/index.ts";
import { type KernelUnderTest, patience } from "./support.ts";

// biome-ignore lint/suspicious/noExplicitAny: the protocol's bodies are JSON, looked into by each test
export type Body = any;

export class DebugClient {
  readonly #kernel: KernelUnderTest;
  readonly events: Body[] = [];
  readonly #listeners = new Set<() => void>();
  #seq = 0;
  #heard = 0;
  #ready: Promise<void> | null = null;
  #end = (): void => {};

  constructor(kernel: KernelUnderTest) {
    this.#kernel = kernel;
  }

  listen(): void {
    this.#end();
    this.#end = this.#kernel.client.onIopub(({ header, content }: Message) => {
      if (header.msg_type !== "debug_event") return;
      this.events.push(content);
      for (const listener of [...this.#listeners]) listener();
    });
  }

  /** The reply as it came, also where it failed. */
  async ask(command: string, args: object = {}): Promise<Body> {
    const content = { type: "request", seq: ++this.#seq, command, arguments: args };
    return (await this.#kernel.client.request("control", "debug_request", content, patience)).content;
  }

  /** The body of a reply that must be a success. */
  async get(command: string, args: object = {}): Promise<Body> {
    const reply = await this.ask(command, args);
    assert.ok(reply.success, `${command}: ${reply.message}`);
    return reply.body;
  }

  /** Attached once and for all: before the tests of a file there is no kernel yet. */
  ready(): Promise<void> {
    this.#ready ??= this.attach();
    return this.#ready;
  }

  async attach(client: object = {}): Promise<void> {
    this.listen();
    await this.get("initialize", { clientID: "test", linesStartAt1: true, columnsStartAt1: true, ...client });
    await this.get("attach");
    await this.get("configurationDone");
  }

  /** Sets breakpoints in a cell of this code; gives what the kernel made of them. */
  async breakAt(code: string, ...breakpoints: (number | object)[]): Promise<Body[]> {
    const { sourcePath } = await this.get("dumpCell", { code });
    const list = breakpoints.map((one) => (typeof one === "number" ? { line: one } : one));
    return (await this.get("setBreakpoints", { source: { path: sourcePath }, breakpoints: list })).breakpoints;
  }

  /** The next event of this kind that has not been taken yet. */
  async event(kind: string): Promise<Body> {
    const deadline = Date.now() + patience;
    for (;;) {
      const at = this.events.findIndex((event, i) => i >= this.#heard && event.event === kind);
      if (at >= 0) {
        this.#heard = at + 1;
        return this.events[at].body;
      }
      assert.ok(Date.now() < deadline, `no ${kind} event came`);
      await new Promise<void>((resolve) => {
        const late = setTimeout(done, 200);
        const listeners = this.#listeners;
        function done(): void {
          clearTimeout(late);
          listeners.delete(done);
          resolve();
        }
        listeners.add(done);
      });
    }
  }

  run(code: string): Promise<ExecuteResult> {
    return this.#kernel.client.execute(code, { timeoutMs: patience });
  }

  async frames(): Promise<Body[]> {
    return (await this.get("stackTrace", { threadId: 1 })).stackFrames;
  }

  /** Waits for the next stop and tells where it is: `f:3 < In[1]:5`. */
  async stopped(): Promise<string> {
    await this.event("stopped");
    return (await this.frames()).map(({ name, line }) => `${name}:${line}`).join(" < ");
  }

  /** One of the top frame's scopes, as texts by name. */
  async scope(name = "Locals", frame = 0): Promise<Record<string, string>> {
    const variables = await this.variables(name, frame);
    return Object.fromEntries(variables.map((variable) => [variable.name, variable.value]));
  }

  async variables(name = "Locals", frame = 0): Promise<Body[]> {
    const { scopes } = await this.get("scopes", { frameId: (await this.frames())[frame].id });
    const found = scopes.find((scope: Body) => scope.name === name);
    assert.ok(found, `no scope ${name} among ${scopes.map((scope: Body) => scope.name)}`);
    return (await this.get("variables", { variablesReference: found.variablesReference })).variables;
  }

  async step(command: "next" | "stepIn" | "stepOut" | "continue"): Promise<string> {
    await this.get(command, { threadId: 1 });
    return this.stopped();
  }

  async continue(): Promise<void> {
    await this.get("continue", { threadId: 1 });
  }
}
