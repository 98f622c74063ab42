/** What the sections of a program and of its imports define. */
import type { SourceFile } from "../diagnostics/index.ts";
import type { NamePattern } from "../names/index.ts";
import type { Assignment, LayerSection, Program, ShapeSection, SymbolSection } from "../syntax/index.ts";
import type { Signature } from "./catalog.ts";

/** One file: the program itself, or an imported one. */
export interface Module {
  readonly source: SourceFile;
  readonly program: Program;
  readonly shapes: Map<string, ShapeDefinition>;
  readonly globals: Map<string, GlobalDefinition>;
  readonly symbols: SymbolDefinition[];
  /** By their names behind AS; null where the file could not be read, which was reported. */
  readonly namespaces: Map<string, Module | null>;
  /** Names with values that the host gives: in templates. */
  readonly given: ReadonlyMap<string, unknown>;
}

export interface ShapeDefinition {
  readonly section: ShapeSection;
  readonly module: Module;
  readonly signature: Signature;
  /** True where something in it was reported: calls of it fail in silence. */
  isBroken: boolean;
}

export interface GlobalDefinition {
  readonly entry: Assignment;
  readonly module: Module;
  isBroken: boolean;
}

export interface SymbolDefinition {
  /** As it is written, with placeholders. */
  readonly name: string;
  readonly signature: Signature;
  /** Null for a symbol without parameters. */
  readonly pattern: NamePattern | null;
  readonly module: Module;
  /** Where it is defined first. */
  readonly section: SymbolSection;
  /** Its bodies, in the order of the program: a symbol may be opened again. */
  readonly parts: SymbolPart[];
  isBroken: boolean;
}

export interface SymbolPart {
  readonly section: SymbolSection | LayerSection;
  /** True where something in it was reported, or where it could not be read. */
  isBroken: boolean;
}
