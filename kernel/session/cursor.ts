/** Cursor positions on the wire count code points; strings here count UTF-16 units. */
import type { JsonObject } from "../wire/index.ts";
import { integerField, textField } from "./fields.ts";

export function readCursor(request: JsonObject): { code: string; cursor: number; points: number } {
  const code = textField(request, "code");
  const all = [...code];
  const points = Math.max(0, Math.min(integerField(request, "cursor_pos") ?? all.length, all.length));
  return { code, cursor: all.slice(0, points).join("").length, points };
}
