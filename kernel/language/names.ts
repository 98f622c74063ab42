/** The names that a cell declares at its top level: what later cells may use, types included. */
import { parseProgram, type SyntaxNode } from "../engine/transpile.ts";

export interface CellNames {
  readonly declared: ReadonlySet<string>;
  /** Those that are values of `let` or `var` and nothing else: other cells may assign to them. */
  readonly variables: ReadonlySet<string>;
  /** Names that the cell exports by itself, under which nothing may be exported once more. */
  readonly exported: ReadonlySet<string>;
  /** `declare global { … }`, `declare module "…" { … }`: other cells see that without a name that leads there. */
  readonly augments: boolean;
}

/** Throws a TypeScriptSyntaxError where the code is none. */
export function namesOf(code: string): CellNames {
  const finder = new NameFinder();
  for (const item of parseProgram(code)) finder.item(item);
  return finder;
}

class NameFinder implements CellNames {
  readonly declared = new Set<string>();
  readonly variables = new Set<string>();
  readonly exported = new Set<string>();
  augments = false;

  item(node: SyntaxNode): void {
    switch (node.type) {
      case "ExportDeclaration": {
        const inner = new NameFinder();
        inner.item(node.declaration as SyntaxNode);
        for (const name of inner.declared) {
          this.#add(name, inner.variables.has(name));
          this.exported.add(name);
        }
        break;
      }
      case "ExportDefaultDeclaration":
        this.#declare((node.decl as SyntaxNode).identifier);
        break;
      case "ExportNamedDeclaration":
        for (const { exported, orig, name } of nodes(node.specifiers)) {
          const value = textOf(exported) ?? textOf(orig) ?? textOf(name);
          if (value !== null) this.exported.add(value);
        }
        break;
      case "ImportDeclaration":
        for (const { local } of nodes(node.specifiers)) this.#declare(local);
        break;
      case "VariableDeclaration":
        this.#variables(node);
        break;
      case "UsingDeclaration":
        for (const { id } of nodes(node.decls)) this.#declare(id);
        break;
      case "FunctionDeclaration":
      case "ClassDeclaration":
        this.#declare(node.identifier);
        break;
      case "TsInterfaceDeclaration":
      case "TsTypeAliasDeclaration":
      case "TsEnumDeclaration":
      case "TsImportEqualsDeclaration":
        this.#declare(node.id);
        break;
      case "TsModuleDeclaration":
        if (node.global !== true && (node.id as SyntaxNode).type === "Identifier") this.#declare(node.id);
        else this.augments = true;
        break;
      default:
        this.#nested(node);
    }
  }

  /** `var` in blocks and loops is the cell's, too. */
  #nested(node: SyntaxNode): void {
    if (/Function|Method|Class|Getter|Setter|Ts/.test(node.type)) return;
    if (node.type === "VariableDeclaration" && node.kind === "var") this.#variables(node);
    for (const value of Object.values(node)) {
      for (const child of Array.isArray(value) ? value : [value]) {
        // Entries of lists may be wrapped: `{ spread, expression }`, `{ key, value }`.
        if (typeof child === "object" && child !== null) this.#nested({ type: "", ...child });
      }
    }
  }

  #variables(node: SyntaxNode): void {
    const isVariable = node.kind !== "const";
    for (const { id } of nodes(node.declarations)) this.#pattern(id as SyntaxNode, isVariable);
  }

  #pattern(node: SyntaxNode | null | undefined, isVariable: boolean): void {
    switch (node?.type) {
      case "Identifier":
        this.#declare(node, isVariable);
        break;
      case "ObjectPattern":
        for (const property of nodes(node.properties)) this.#pattern(property, isVariable);
        break;
      case "KeyValuePatternProperty":
        this.#pattern(node.value as SyntaxNode, isVariable);
        break;
      case "AssignmentPatternProperty":
        this.#declare(node.key, isVariable);
        break;
      case "ArrayPattern":
        for (const element of nodes(node.elements)) this.#pattern(element, isVariable);
        break;
      case "AssignmentPattern":
        this.#pattern(node.left as SyntaxNode, isVariable);
        break;
      case "RestElement":
        this.#pattern(node.argument as SyntaxNode, isVariable);
        break;
    }
  }

  #declare(identifier: unknown, isVariable = false): void {
    const name = textOf(identifier);
    if (name !== null) this.#add(name, isVariable);
  }

  /** A name may be a type and a value, too: then it is imported as both. */
  #add(name: string, isVariable: boolean): void {
    if (isVariable && (!this.declared.has(name) || this.variables.has(name))) this.variables.add(name);
    else this.variables.delete(name);
    this.declared.add(name);
  }
}

function textOf(node: unknown): string | null {
  const value = (node as { value?: unknown } | null | undefined)?.value;
  return typeof value === "string" ? value : null;
}

function nodes(list: unknown): readonly SyntaxNode[] {
  return ((list ?? []) as (SyntaxNode | null)[]).filter((node) => node !== null);
}

const word = "[\\p{ID_Start}$_][\\p{ID_Continue}$\\u200c\\u200d]*";
const declaration = new RegExp(
  `\\b(?:let|const|var|using|function\\s*\\*?|class|enum|namespace|interface|type)\\s+(${word})`,
  "gu",
);
const grouped = /\b(?:(?:let|const|var)\s*([{[][^=;]*)=|import\s([^"';]*)\bfrom\b)/gu;
const identifiers = new RegExp(word, "gu");

/** The same for code that is being written and may not parse yet: rather a name too many than one too few. */
export function likelyNames(code: string): ReadonlySet<string> {
  const names = new Set([...code.matchAll(declaration)].map((match) => match[1]));
  for (const [, pattern, clause] of code.matchAll(grouped)) {
    for (const name of (pattern ?? clause).match(identifiers) ?? []) names.add(name);
  }
  return names;
}

export function identifiersIn(code: string): ReadonlySet<string> {
  return new Set(code.match(identifiers));
}
