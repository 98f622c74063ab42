/** iopub messages to the outputs of a notebook's cell (nbformat 4.5), as a front end would show them. */
import type { JsonObject, Message } from "../wire/index.ts";

export type Output =
  | { readonly output_type: "stream"; readonly name: string; text: string }
  | {
      readonly output_type: "execute_result";
      readonly execution_count: number;
      data: JsonObject;
      metadata: JsonObject;
    }
  | { readonly output_type: "display_data"; data: JsonObject; metadata: JsonObject }
  | { readonly output_type: "error"; readonly ename: string; readonly evalue: string; readonly traceback: string[] };

type Shown = Output & { data: JsonObject; metadata: JsonObject };

export class OutputCollector {
  readonly outputs: Output[] = [];
  readonly #all: Set<OutputCollector>;
  readonly #displays = new Map<string, Shown[]>();
  #clearNext = false;

  /** `all` are the collectors of a client: an update is for displays of every cell. */
  constructor(all: Set<OutputCollector>) {
    this.#all = all.add(this);
  }

  take({ header, content }: Message): void {
    switch (header.msg_type) {
      case "stream":
        this.#stream(String(content.name), String(content.text));
        break;
      case "display_data":
        this.#show({ output_type: "display_data", ...bundle(content) }, content);
        break;
      case "execute_result": {
        const count = Number(content.execution_count);
        this.#show({ output_type: "execute_result", execution_count: count, ...bundle(content) }, content);
        break;
      }
      case "update_display_data":
        for (const collector of this.#all) collector.#update(content);
        break;
      case "error": {
        const { ename, evalue, traceback } = content;
        const lines = (traceback as string[] | undefined) ?? [];
        this.#add({ output_type: "error", ename: String(ename), evalue: String(evalue), traceback: lines });
        break;
      }
      case "clear_output":
        if (content.wait === true) this.#clearNext = true;
        else this.#clear();
        break;
    }
  }

  #stream(name: string, text: string): void {
    const last = this.#clearNext ? undefined : this.outputs.at(-1);
    if (last?.output_type === "stream" && last.name === name) last.text += text;
    else this.#add({ output_type: "stream", name, text });
  }

  #show(output: Shown, content: JsonObject): void {
    this.#add(output);
    const id = (content.transient as { display_id?: string } | undefined)?.display_id;
    if (id !== undefined) this.#displays.set(id, [...(this.#displays.get(id) ?? []), output]);
  }

  #update(content: JsonObject): void {
    const id = (content.transient as { display_id?: string } | undefined)?.display_id ?? "";
    for (const output of this.#displays.get(id) ?? []) Object.assign(output, bundle(content));
  }

  #add(output: Output): void {
    if (this.#clearNext) this.#clear();
    this.outputs.push(output);
  }

  #clear(): void {
    this.#clearNext = false;
    this.outputs.length = 0;
  }
}

function bundle(content: JsonObject): { data: JsonObject; metadata: JsonObject } {
  return { data: (content.data ?? {}) as JsonObject, metadata: (content.metadata ?? {}) as JsonObject };
}
