/** inspect_request: what a name stands for, from live objects; nothing while the engine is busy. */
import type { JsonObject } from "../wire/index.ts";
import { readCursor } from "./cursor.ts";
import { type EngineLink, questionDeadline } from "./engine-link.ts";

export async function inspect(request: JsonObject, engine: EngineLink): Promise<JsonObject> {
  const { code, cursor } = readCursor(request);
  const text = await engine.ask<string>({ type: "inspect", code, cursor }, questionDeadline);
  const data = text === null ? {} : { "text/plain": text };
  return { status: "ok", found: text !== null, data, metadata: {} };
}
