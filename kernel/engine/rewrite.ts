/**
 * Makes a module's JavaScript into one function whose top-level names are properties of the global object, so that the
 * next cell sees them, may declare them anew in any way, and functions of earlier cells see new values. The one file
 * that imports `magic-string`.
 *
 * Statements end with semicolons, as the transpiler writes them, or `semicolons` tells where they are missing: what is made
 * of a statement may begin with a bracket. What the transpiler added (helpers of decorators and `using`) stays local: a name
 * counts as the user's where the source has it.
 */
import type {
  Class,
  ExportDefaultDeclaration,
  ExportNamedDeclaration,
  ImportDeclaration,
  ModuleDeclaration,
  Node,
  Program,
  Statement,
  VariableDeclaration,
} from "acorn";
import MagicString, { SourceMap } from "magic-string";
import { type DecoratedClass, decoratedClasses, usesByName } from "./decorated.ts";
import { borrowingLoops, noLoops } from "./loops.ts";
import { type Edit, memberNames } from "./namespaces.ts";
import { renamedBack } from "./renamed.ts";
import { resultName } from "./result.ts";
import { declaredNames, type Survey, survey } from "./survey.ts";

export interface Rewritten {
  /** The text of a function that takes `$reticle$cell`. */
  readonly code: string;
  /** Top-level names of the user. */
  readonly names: readonly string[];
  /** Those among them that imports declare. */
  readonly imported: ReadonlySet<string>;
  /** Where in the code that was given the imports are (offsets), in the order of `$reticle$cell.imported`. */
  readonly imports: readonly number[];
  /** The same of what it awaits outside of functions, in the order of `$reticle$cell.at`. */
  readonly awaits: readonly number[];
  /** Source map back to that code, made when an error asks for it. */
  map(): SourceMap;
}

export interface Parsed {
  readonly code: string;
  readonly program: Program;
  /** The expression that is the cell's result, where it is not marked yet. */
  readonly shown: Node | null;
  /** Code that is to be put in between. */
  readonly insertions: readonly Edit[];
  /** Where statements end that have no semicolon. */
  readonly semicolons: readonly number[];
}

/** `known` are names of earlier cells that loops may borrow; null: loops borrow none at all. */
export function rewrite(parsed: Parsed, source: string, known: ReadonlySet<string> | null): Rewritten {
  const rewriter = new Rewriter(parsed, namesIn(source));
  return rewriter.run(memberNames(parsed.program, source), known);
}

/** Both from 0. */
function lineAndColumn(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  return { line: before.split("\n").length - 1, column: offset - (before.lastIndexOf("\n") + 1) };
}

/** Every word of the source that could be a name. */
export function namesIn(source: string): ReadonlySet<string> {
  return new Set(source.match(/[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/gu));
}

class Rewriter {
  readonly #text: MagicString;
  readonly #program: Program;
  readonly #shown: Node | null;
  readonly #semicolons: readonly number[];
  readonly #own: ReadonlySet<string>;
  readonly #names = new Set<string>();
  readonly #imported = new Set<string>();
  readonly #prologue: string[] = [];
  readonly #imports: number[] = [];
  readonly #awaits: number[] = [];
  #used: ReadonlySet<string> = new Set();

  constructor({ code, program, shown, insertions, semicolons }: Parsed, own: ReadonlySet<string>) {
    this.#text = new MagicString(code);
    for (const { start, text } of insertions) this.#text.appendLeft(start, text);
    this.#program = program;
    this.#shown = shown;
    this.#semicolons = semicolons;
    this.#own = own;
  }

  run(members: readonly Edit[], known: ReadonlySet<string> | null): Rewritten {
    const decorated = decoratedClasses(this.#program).filter(({ name }) => this.#own.has(name));
    const uses = decorated.flatMap((one) => usesByName(this.#program, one));
    for (const { start, end, text } of [...members, ...uses]) this.#text.overwrite(start, end, text);
    const loops = known === null ? noLoops : borrowingLoops(this.#program, this.#own, known);
    for (const { start, end, text } of loops.names) this.#text.overwrite(start, end, text);
    const found = survey(this.#program);
    this.#used = found.names;
    for (const { start, end, text } of renamedBack(this.#program, found.names, this.#own)) {
      this.#text.overwrite(start, end, text);
    }
    this.#follow(found);
    for (const item of this.#program.body) this.#item(item);
    for (const one of decorated) this.#decorated(one);
    for (const { declaration, isLoopHead } of found.nestedVars) this.#variables(declaration, isLoopHead);
    for (const { start, end } of found.importMetas) this.#text.overwrite(start, end, "$reticle$cell.meta");
    for (const { start, end, before, after } of loops.wrappings) {
      this.#text.prependRight(start, before).appendLeft(end, after);
    }
    // Outside of all that was put around it.
    const shown = this.#shown;
    if (shown !== null) this.#text.prependRight(shown.start, `${resultName}=(`).appendLeft(shown.end, ")");
    // Behind all that was put around the statement.
    for (const at of this.#semicolons) this.#text.appendLeft(at, ";");
    const isAsync = found.awaits || this.#imports.length > 0;
    this.#text.prepend(`(${isAsync ? "async " : ""}($reticle$cell) => {"use strict";${this.#prologue.join("")}`);
    this.#text.append("\n})");
    const code = this.#text.toString();
    const map = (): SourceMap => this.#map(code);
    const [names, imported, imports, awaits] = [[...this.#names], this.#imported, this.#imports, this.#awaits];
    return { code, names, imported, imports, awaits, map };
  }

  /** What stands before the result is of the result's place, for V8 names it where a name's value is a getter's. */
  #map(code: string): SourceMap {
    const decoded = this.#text.generateDecodedMap({ hires: "boundary" });
    if (this.#shown !== null) {
      const { line, column } = lineAndColumn(code, code.lastIndexOf(`${resultName}=(`));
      const from = lineAndColumn(this.#text.original, this.#shown.start);
      const segments = decoded.mappings[line];
      const next = segments.findIndex(([at]) => at > column);
      segments.splice(next < 0 ? segments.length : next, 0, [column, 0, from.line, from.column]);
    }
    return new SourceMap(decoded);
  }

  /**
   * Where the cell goes on after an `await`, its outputs are its own again, whatever ran meanwhile; where it does not, the
   * error has perhaps no stack that leads to the cell.
   */
  #follow({ awaits, awaited, resuming }: Survey): void {
    if (!awaits) return;
    for (const { start, end } of awaited) {
      const operand = start + "await".length;
      this.#text.prependRight(start, "$reticle$cell.resumed(");
      this.#text.appendLeft(operand, ` $reticle$cell.at(${this.#awaits.length},`).appendLeft(end, "))");
      this.#awaits.push(start);
    }
    for (const { type, start } of resuming) {
      if (type === "BlockStatement") this.#text.appendLeft(start + 1, "$reticle$cell.resumed();");
    }
  }

  #item(item: Statement | ModuleDeclaration): void {
    switch (item.type) {
      case "ImportDeclaration":
        this.#import(item);
        break;
      case "ExportAllDeclaration":
        this.#importOnly(item, item.source.raw ?? "");
        break;
      case "ExportNamedDeclaration":
        this.#exportNamed(item);
        break;
      case "ExportDefaultDeclaration":
        this.#exportDefault(item);
        break;
      case "VariableDeclaration":
        this.#variables(item, false);
        break;
      case "FunctionDeclaration":
        this.#function(item);
        break;
      case "ClassDeclaration":
        this.#class(item);
        break;
    }
  }

  #exportNamed(item: ExportNamedDeclaration): void {
    if (item.declaration != null) {
      this.#text.remove(item.start, item.declaration.start);
      this.#item(item.declaration);
    } else if (item.source != null) this.#importOnly(item, item.source.raw ?? "");
    else this.#text.remove(item.start, item.end);
  }

  #exportDefault({ start, end, declaration }: ExportDefaultDeclaration): void {
    const isDeclaration = declaration.type === "FunctionDeclaration" || declaration.type === "ClassDeclaration";
    if (isDeclaration && declaration.id != null) {
      this.#text.remove(start, declaration.start);
      this.#item(declaration as unknown as Statement);
    } else this.#text.overwrite(start, start + "export default".length, "0,").appendLeft(end, ";");
  }

  /** `function f() {}` becomes `f = function () {}` at the start: it can be redeclared, and calls see the latest. */
  #function(node: Node & { id: { name: string; start: number; end: number } }): void {
    const { id, start, end } = node;
    if (!this.#own.has(id.name)) return;
    this.#names.add(id.name);
    this.#text.remove(id.start, id.end).prependRight(start, `${id.name} = `).appendLeft(end, ";");
    if (start > 0) this.#text.move(start, end, 0);
  }

  #class(node: Class & { id: { name: string } }): void {
    const { name } = node.id;
    if (!this.#own.has(name)) return;
    this.#names.add(name);
    this.#text.prependRight(node.start, `${name} = `).appendLeft(node.end, ";");
  }

  #decorated({ name, statement, local }: DecoratedClass): void {
    this.#names.add(name);
    this.#text.appendLeft(statement.end, ` ${name} = ${local};`);
  }

  #variables(node: VariableDeclaration, isLoopHead: boolean): void {
    const names = node.declarations.flatMap((declarator) => declaredNames(declarator.id));
    if (!names.some((name) => this.#own.has(name))) return;
    for (const name of names) this.#names.add(name);
    const [{ id: pattern, start: first }] = node.declarations;
    const isPattern = !isLoopHead && pattern.type !== "Identifier";
    // In the place of the keyword: what is put in front has no place of its own, and there an error may be.
    if (isPattern) this.#text.overwrite(node.start, first, "(");
    else this.#text.remove(node.start, first);
    for (const { id, init, start, end } of node.declarations) {
      if (isLoopHead) continue;
      if (init == null) {
        const name = this.#text.original.slice(id.start, id.end);
        this.#text.overwrite(start, end, node.kind === "var" ? "void 0" : `${name} = void 0`);
      } else if (id.type !== "Identifier") {
        if (start !== first) this.#text.prependRight(start, "(");
        this.#text.appendLeft(end, ")");
      }
    }
  }

  #import(node: ImportDeclaration): void {
    const module = this.#importOnly(node, this.#text.original.slice(node.source.start, node.source.end), node);
    for (const specifier of node.specifiers) {
      const local = specifier.local.name;
      this.#names.add(local);
      this.#imported.add(local);
      const quoted = JSON.stringify(local);
      if (specifier.type === "ImportNamespaceSpecifier") {
        this.#prologue.push(`$reticle$cell.bindModule(${quoted}, ${module});`);
        continue;
      }
      const { imported } = specifier.type === "ImportSpecifier" ? specifier : { imported: null };
      const name = imported === null ? "default" : imported.type === "Literal" ? String(imported.value) : imported.name;
      const must = this.#used.has(local);
      const place = this.#imports.length - 1;
      const from = `${JSON.stringify(name)}, ${JSON.stringify(node.source.value)}`;
      this.#prologue.push(`$reticle$cell.bind(${quoted}, ${module}, ${from}, ${place}, ${must});`);
    }
  }

  /** Imports come first, in their order, whatever stands between them. */
  #importOnly(node: Node, specifier: string, declaration?: ImportDeclaration): string {
    const module = `$reticle$module${this.#imports.length}`;
    const attributes = (declaration?.attributes ?? []).map((a) => this.#text.original.slice(a.start, a.end));
    const options = attributes.length === 0 ? "" : `, { with: { ${attributes.join(", ")} } }`;
    this.#prologue.push(
      `const ${module} = await $reticle$cell.imported(${this.#imports.length}, import(${specifier}${options}));`,
    );
    this.#imports.push(node.start);
    this.#text.remove(node.start, node.end);
    return module;
  }
}
