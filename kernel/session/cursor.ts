/** Cursor positions on the wire count code points; strings here count UTF-16 units. */
import type { JsonObject } from "../wire/index.ts";

export function readCursor(request: JsonObject): { code: string; cursor: number; points: number } {
  const code = String(request.code ?? "");
  const all = [...code];
  const points = Math.min(typeof request.cursor_pos === "number" ? request.cursor_pos : all.length, all.length);
  return { code, cursor: all.slice(0, points).join("").length, points };
}
