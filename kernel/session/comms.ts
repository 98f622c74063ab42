/** comm_open, comm_msg, comm_close and comm_info_request, between the front end and the engine. */
import type { CommMessage, FromEngine } from "../ports.ts";
import type { JsonObject, Message } from "../wire/index.ts";
import type { EngineLink } from "./engine-link.ts";
import { textField } from "./fields.ts";
import type { Runs } from "./runs.ts";
import type { Session } from "./session.ts";
import type { Shells } from "./shells.ts";

export class CommChannel {
  readonly #session: Session;
  readonly #engine: EngineLink;
  readonly #runs: Runs;
  readonly #shells: Shells;
  /** Targets by the comm's id: known here, so that comm_info is answered while a cell computes. */
  readonly #targets = new Map<string, string>();
  readonly #handled = new Map<number, () => void>();

  constructor(session: Session, engine: EngineLink, runs: Runs, shells: Shells) {
    this.#session = session;
    this.#engine = engine;
    this.#runs = runs;
    this.#shells = shells;
  }

  info(content: JsonObject): JsonObject {
    const wanted = content.target_name ?? null;
    const found = [...this.#targets].filter(([, target]) => wanted === null || target === wanted);
    return { status: "ok", comms: Object.fromEntries(found.map(([id, target]) => [id, { target_name: target }])) };
  }

  /** A message of the front end: the engine is idle again when its callback has returned. */
  async heard(message: Message, kind: CommMessage["kind"]): Promise<void> {
    const { content, metadata, buffers } = message;
    const comm = textField(content, "comm_id");
    const target = kind === "comm_open" ? textField(content, "target_name") : "";
    // What a cell that was sent before it opens or answers must be there.
    await this.#shells.begun();
    if (kind === "comm_open") this.#targets.set(comm, target);
    else if (!this.#targets.has(comm)) return;
    if (kind === "comm_close") this.#targets.delete(comm);
    const run = this.#runs.add(message, false);
    const handled = new Promise<void>((resolve) => this.#handled.set(run, resolve));
    // Frames lie in memory of ZeroMQ's, which cannot be handed over.
    const own = buffers.map((buffer) => new Uint8Array(buffer));
    const [data, meta] = [content.data ?? {}, metadata].map((json) => JSON.stringify(json));
    this.#engine.post(
      { type: "comm", run, kind, comm, target, data, metadata: meta, buffers: own },
      own.map(({ buffer }) => buffer),
    );
    await handled;
  }

  handled({ run }: FromEngine & { type: "handled" }): void {
    this.#handled.get(run)?.();
    this.#handled.delete(run);
  }

  /** A message of the engine. */
  async publish({ run, kind, comm, target, data, metadata, buffers }: CommMessage): Promise<void> {
    if (kind === "comm_open") this.#targets.set(comm, target);
    if (kind === "comm_close") this.#targets.delete(comm);
    const opening = kind === "comm_open" ? { target_name: target, target_module: null } : {};
    const content = { comm_id: comm, ...opening, data: JSON.parse(data) };
    await this.#session.publish(kind, this.#runs.headerOf(run), content, JSON.parse(metadata), buffers);
  }
}
