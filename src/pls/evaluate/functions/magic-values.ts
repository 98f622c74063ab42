/** `__FILENAME__`, `__HASH__`, `__DATE__`, `__TIME__`. */
import { sourceDate } from "../../../platform/index.ts";
import type { SourceFile } from "../../diagnostics/index.ts";

export function magicValue(name: string, source: SourceFile): string | null {
  if (name === "__FILENAME__")
    return source.name
      .split(/[\\/]/)
      .at(-1)!
      .replace(/\.[^.]*$/, "");
  if (name === "__HASH__") return hashDigits(source.text);
  if (name !== "__DATE__" && name !== "__TIME__") return null;
  const { day, time } = clock();
  return name === "__DATE__" ? day : time;
}

/** Local time; that of SOURCE_DATE_EPOCH in UTC. */
function clock(): { readonly day: string; readonly time: string } {
  const given = sourceDate();
  const two = (value: number) => String(value).padStart(2, "0");
  if (given !== null) {
    const [day, time] = given.toISOString().split("T");
    return { day: day.split("-").reverse().join("."), time: time.slice(0, 5) };
  }
  const now = new Date();
  return {
    day: `${two(now.getDate())}.${two(now.getMonth() + 1)}.${now.getFullYear()}`,
    time: `${two(now.getHours())}:${two(now.getMinutes())}`,
  };
}

/** Five digits of FNV-1a (Fowler, Noll, Vo), 32 bits. */
function hashDigits(text: string): string {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return String((hash >>> 0) % 100_000).padStart(5, "0");
}
