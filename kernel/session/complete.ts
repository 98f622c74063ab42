/** complete_request: what live objects offer; nothing while the engine is busy. */
import type { CompletionAnswer } from "../ports.ts";
import type { JsonObject } from "../wire/index.ts";
import { readCursor } from "./cursor.ts";
import { type EngineLink, questionDeadline } from "./engine-link.ts";

export async function complete(request: JsonObject, engine: EngineLink): Promise<JsonObject> {
  const { code, cursor, points } = readCursor(request);
  const answer = await engine.ask<CompletionAnswer>({ type: "complete", code, cursor }, questionDeadline);
  return {
    status: "ok",
    matches: answer?.matches ?? [],
    cursor_start: answer === null ? points : [...code.slice(0, answer.start)].length,
    cursor_end: points,
    metadata: {},
  };
}
