/**
 * inspect_request: signature and documentation from the types, also while a cell runs; the live value where types know
 * nothing, and besides them where more detail is asked for.
 */
import { helpAt } from "../magics/complete.ts";
import type { JsonObject } from "../wire/index.ts";
import { readCursor } from "./cursor.ts";
import { readDirectives } from "./directives.ts";
import { type EngineLink, languageDeadline, questionDeadline } from "./engine-link.ts";
import type { LanguageLink } from "./language-link.ts";
import { placeAt } from "./place-at.ts";

export async function inspect(request: JsonObject, engine: EngineLink, link: LanguageLink): Promise<JsonObject> {
  const { code: source, cursor } = readCursor(request);
  const help = helpAt(source, cursor);
  if (help !== null) return reply(help);
  const { code } = readDirectives(source);
  const { kind } = placeAt(code, cursor);
  if (kind === "comment") return reply(null);
  // A word of a text means no variable; types know what keys and modules in quotes mean.
  const live = kind === "string" ? null : engine.ask<string>({ type: "inspect", code, cursor }, questionDeadline);
  const typed = link.isOn ? await (await link.load()).hover(code, cursor, languageDeadline) : null;
  if (typed === null) return reply(await live);
  const { isUnknown, plainText, saysNothing } = await import("../language/index.ts");
  const value = request.detail_level === 1 || saysNothing(typed) ? await live : null;
  if (value === null) return isUnknown(typed) ? reply(null) : reply(plainText(typed), typed);
  return reply(`${plainText(typed)}\n\n${value}`, `${typed.trimEnd()}\n\n\`\`\`\`\n${value}\n\`\`\`\`\n`);
}

function reply(plain: string | null, markdown?: string): JsonObject {
  const data = {
    ...(plain !== null && { "text/plain": plain }),
    ...(markdown !== undefined && { "text/markdown": markdown }),
  };
  return { status: "ok", found: plain !== null, data, metadata: {} };
}
