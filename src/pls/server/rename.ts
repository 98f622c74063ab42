/**
 * New names for things: the changes in all files, and the proof that they change no meaning. The changed programs are
 * read again, and each of the names has to stand for the same thing as before, and nothing else for it.
 */
import { ReticleError } from "../../errors.ts";
import { constants, functions, type ImportReader } from "../check/index.ts";
import type { Span } from "../diagnostics/index.ts";
import { isKeyword, isNameText } from "../syntax/index.ts";
import type { FoundName, NameSearch } from "./name-search.ts";

export interface RenameEdit extends Span {
  readonly newText: string;
}

/** Why things of these names cannot get another one; null where they can. */
export function refusalOf(names: readonly FoundName[]): string | null {
  const kinds = names.map(({ occurrence }) => occurrence.kind);
  if (
    !names.some(({ occurrence }) => occurrence.isDefinition) ||
    kinds.includes("function") ||
    kinds.includes("method")
  )
    return "what stands here is not defined in this program";
  return names.some(({ occurrence: { kind, name } }) => kind === "symbol" && name.includes("{"))
    ? "the name of a parametric symbol is a pattern; change it where it is written"
    : null;
}

export function renameEdits(
  { path, offset, newName }: { readonly path: string; readonly offset: number; readonly newName: string },
  search: (reader: ImportReader) => NameSearch,
  reader: ImportReader,
): readonly RenameEdit[] {
  const there = search(reader);
  const names = there.at(offset);
  const refusal = refusalOf(names) ?? nameRefusal(newName, names) ?? unpackedRefusal(there.unpackedAt(offset), names);
  if (refusal !== null) throw new ReticleError("PlsError", "rename", refusal);
  const edits = names.map((one) => editOf(one, newName));
  const moved = movedNames(edits, newName);
  const here = names.findIndex(({ source, start, end }) => source.name === path && start <= offset && offset <= end);
  const after = search(changedReader(reader, edits)).at(moved[here].start);
  const wanted = new Set(moved.map(placeKey));
  const found = new Set(after.map(placeKey));
  const stranger = after.find((one) => !wanted.has(placeKey(one))) ?? moved.find((one) => !found.has(placeKey(one)));
  if (stranger === undefined) return edits;
  const { source, start } = stranger;
  const place = source.position(Math.min(start, source.text.length));
  const message = `"${newName}" would mean something else as well; see ${source.name}:${place.line}`;
  throw new ReticleError("PlsError", "rename", message);
}

function nameRefusal(newName: string, names: readonly FoundName[]): string | null {
  if (!isNameText(newName)) return `"${newName}" is no name`;
  if (isKeyword(newName)) return `"${newName}" is a keyword`;
  const { kind } = names[0].occurrence;
  if ((kind === "shape" || kind === "external") && functions.has(newName))
    return `"${newName}" is the name of a function`;
  return (kind === "global" || kind === "parameter") && constants.has(newName) ? `"${newName}" is a constant` : null;
}

/** The fields of an object may be parameters of other SHAPEs as well: which of them to rename, only a person knows. */
function unpackedRefusal([first]: readonly FoundName[], names: readonly FoundName[]): string | null {
  if (first === undefined) return null;
  const { source, start, end } = first;
  const place = `${source.name}:${source.position(start).line}`;
  const call = source.text.slice(start, end);
  return `"${names[0].occurrence.name}" may get its value from ${call}, by the name of a field; see ${place}`;
}

/** An import that is called as its file gets an AS. */
function editOf({ source, start, end, occurrence }: FoundName, newName: string): RenameEdit {
  const isPath = occurrence.kind === "namespace" && occurrence.isDefinition && end - start !== occurrence.name.length;
  return isPath ? { source, start: end, end, newText: ` AS ${newName}` } : { source, start, end, newText: newName };
}

/** Where the new names stand in the changed texts. */
function movedNames(edits: readonly RenameEdit[], newName: string): Span[] {
  let shift = 0;
  return edits.map(({ source, start, end, newText }, i) => {
    if (edits[i - 1]?.source.name !== source.name) shift = 0;
    const at = start + shift + newText.length - newName.length;
    shift += newText.length - (end - start);
    return { source, start: at, end: at + newName.length };
  });
}

function changedReader(reader: ImportReader, edits: readonly RenameEdit[]): ImportReader {
  const texts = new Map<string, string>();
  for (const { source, start, end, newText } of [...edits].reverse()) {
    const text = texts.get(source.name) ?? source.text;
    texts.set(source.name, text.slice(0, start) + newText + text.slice(end));
  }
  return { resolve: reader.resolve, read: (path) => texts.get(path) ?? reader.read(path) };
}

function placeKey({ source, start }: Span): string {
  return `${source.name}\0${start}`;
}
