/**
 * complete_request: what the types say, also while a cell runs, and what live objects offer where types know nothing.
 */
import type { Completion, Completions } from "../language/index.ts";
import { completeMagic } from "../magics/complete.ts";
import { pathsLike } from "../magics/paths.ts";
import type { CompletionAnswer } from "../ports.ts";
import type { JsonObject } from "../wire/index.ts";
import { readCursor } from "./cursor.ts";
import { readDirectives } from "./directives.ts";
import { type EngineLink, languageDeadline, liveDeadline, questionDeadline, typedPatience } from "./engine-link.ts";
import type { LanguageLink } from "./language-link.ts";
import { placeAt } from "./place-at.ts";

export async function complete(request: JsonObject, engine: EngineLink, link: LanguageLink): Promise<JsonObject> {
  const { code: source, cursor } = readCursor(request);
  const magic = completeMagic(source, cursor);
  if (magic !== null) return liveReply(source, cursor, magic);
  const { code } = readDirectives(source);
  const place = placeAt(code, cursor);
  if (place.kind === "comment") return liveReply(code, cursor, null);
  if (place.kind === "string") return completeInString(code, cursor, place.start, engine, link);
  const live = engine.ask<CompletionAnswer>({ type: "complete", code, cursor }, questionDeadline);
  const typed = link.isOn ? await soonEnough(typedCompletions(code, cursor, link), live) : null;
  if (typed === null || typed.matches.length === 0) return liveReply(code, cursor, await live);
  const more = typed.isAnywhere ? await Promise.race([live, pause(liveDeadline)]) : null;
  return typedReply(code, typed, more?.start === typed.start ? described(more) : []);
}

async function typedCompletions(code: string, cursor: number, link: LanguageLink): Promise<Completions | null> {
  return (await link.load()).complete(code, cursor, languageDeadline);
}

/**
 * The types' answer; null where it is not there while what is alive has one. JupyterLab drops what comes after a second,
 * and while the language server starts on a busy machine there would be no list at all.
 */
function soonEnough(
  typed: Promise<Completions | null>,
  live: Promise<CompletionAnswer | null> | null,
): Promise<Completions | null> {
  const late = pause(typedPatience).then(async () => ((await live)?.matches.length ? null : typed));
  return Promise.race([typed, late]);
}

/** Names of modules and literals that the types allow, keys of live objects; else files. */
async function completeInString(
  code: string,
  cursor: number,
  start: number,
  engine: EngineLink,
  link: LanguageLink,
): Promise<JsonObject> {
  const mayBeKey = /[[(]\s*["'`]$/.test(code.slice(Math.max(0, start - 20), start));
  const question = { type: "keys", code, start, cursor } as const;
  const keys = mayBeKey ? engine.ask<CompletionAnswer>(question, questionDeadline) : null;
  const typed = link.isOn ? await soonEnough(typedCompletions(code, cursor, link), keys) : null;
  if (typed !== null && typed.matches.length > 0) return typedReply(code, typed, []);
  const live = await keys;
  if (live !== null && live.matches.length > 0) return liveReply(code, cursor, live);
  const files = pathsLike(code.slice(start, cursor)).map((text) => ({ text, type: "path", signature: "" }));
  return typedReply(code, { matches: files, start, end: cursor, isAnywhere: false }, []);
}

function liveReply(code: string, cursor: number, answer: CompletionAnswer | null): JsonObject {
  const { start = cursor } = answer ?? {};
  return replyWith(answer === null ? [] : described(answer), points(code, start), points(code, cursor));
}

function typedReply(code: string, typed: Completions, live: readonly Completion[]): JsonObject {
  const known = new Set(typed.matches.map(({ text }) => text));
  const all = [...typed.matches, ...live.filter(({ text }) => !known.has(text))];
  return replyWith(all, points(code, typed.start), points(code, typed.end));
}

function described({ matches, types }: CompletionAnswer): Completion[] {
  return matches.map((text, at) => ({ text, type: types?.[at] ?? "text", signature: "" }));
}

function replyWith(all: readonly Completion[], start: number, end: number): JsonObject {
  return {
    status: "ok",
    matches: all.map(({ text }) => text),
    cursor_start: start,
    cursor_end: end,
    // The name that ipykernel and front ends use.
    metadata: { _jupyter_types_experimental: all.map((match) => ({ ...match, start, end })) },
  };
}

/** Code points before a UTF-16 offset: what positions on the wire count. */
function points(code: string, offset: number): number {
  return [...code.slice(0, offset)].length;
}

function pause(ms: number): Promise<null> {
  return new Promise((resolve) => setTimeout(() => resolve(null), ms));
}
