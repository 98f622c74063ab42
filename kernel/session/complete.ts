/** complete_request: what live objects offer; nothing while the engine is busy. Cursor positions are code points. */
import type { CompletionAnswer } from "../ports.ts";
import type { JsonObject } from "../wire/index.ts";
import type { EngineLink } from "./engine-link.ts";

const deadline = 500;

export async function complete(request: JsonObject, engine: EngineLink): Promise<JsonObject> {
  const code = String(request.code ?? "");
  const points = [...code];
  const cursorPoints = Math.min(
    typeof request.cursor_pos === "number" ? request.cursor_pos : points.length,
    points.length,
  );
  const cursor = points.slice(0, cursorPoints).join("").length;
  const answer = await engine.ask<CompletionAnswer>({ type: "complete", code, cursor }, deadline);
  return {
    status: "ok",
    matches: answer?.matches ?? [],
    cursor_start: answer === null ? cursorPoints : [...code.slice(0, answer.start)].length,
    cursor_end: cursorPoints,
    metadata: {},
  };
}
