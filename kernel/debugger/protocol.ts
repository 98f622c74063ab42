/**
 * The Debug Adapter Protocol as far as Jupyter uses it (JEP 47): requests come in `debug_request` messages, events go
 * out as `debug_event`. Jupyter's own commands: debugInfo, dumpCell, inspectVariables, richInspectVariables,
 * copyToGlobals, modules.
 */

export interface Response {
  readonly type: "response";
  readonly seq: number;
  readonly request_seq: number;
  readonly command: string;
  readonly success: boolean;
  readonly message?: string;
  readonly body?: object;
}

export interface Source {
  readonly name: string;
  readonly path: string;
}

/** As a front end asks for it. */
export interface SourceBreakpoint {
  readonly line: number;
  readonly column?: number;
  readonly condition?: string;
  readonly hitCondition?: string;
  readonly logMessage?: string;
}

export interface Variable {
  readonly name: string;
  readonly value: string;
  readonly type?: string;
  /** 0 where there is nothing below it. */
  readonly variablesReference: number;
  readonly evaluateName?: string;
  readonly namedVariables?: number;
  readonly indexedVariables?: number;
  readonly presentationHint?: object;
}

/** A request that cannot be fulfilled: its message is the answer. */
export class DebugError extends Error {}

/** Arguments of a request, each checked as it is taken. */
export class Arguments {
  readonly #command: string;
  readonly #values: Readonly<Record<string, unknown>>;

  constructor(command: string, values: unknown) {
    this.#command = command;
    this.#values = typeof values === "object" && values !== null ? (values as Record<string, unknown>) : {};
  }

  has(name: string): boolean {
    return this.#values[name] != null;
  }

  raw(name: string): unknown {
    return this.#values[name];
  }

  string(name: string): string {
    const value = this.#values[name];
    return typeof value === "string" ? value : this.#refuse(name, value, "a string");
  }

  /** A whole number from 0 on. */
  integer(name: string): number {
    const value = this.#values[name];
    if (Number.isSafeInteger(value) && (value as number) >= 0) return value as number;
    return this.#refuse(name, value, "a whole number from 0 on");
  }

  optionalInteger(name: string): number | undefined {
    return this.has(name) ? this.integer(name) : undefined;
  }

  list(name: string): readonly unknown[] {
    const value = this.#values[name];
    return Array.isArray(value) ? value : this.#refuse(name, value, "a list");
  }

  /** `source.path` of the arguments. */
  path(): string {
    const { source } = this.#values as { source?: { path?: unknown } | null };
    return typeof source?.path === "string" && source.path !== ""
      ? source.path
      : this.#refuse("source.path", source?.path, "a path");
  }

  #refuse(name: string, value: unknown, allowed: string): never {
    throw new DebugError(`${this.#command}: ${name} is ${shown(value)}; it must be ${allowed}`);
  }
}

export function shown(value: unknown): string {
  const text = value === undefined ? "missing" : (JSON.stringify(value) ?? String(value));
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
