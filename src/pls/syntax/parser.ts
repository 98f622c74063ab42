/**
 * Programs to sections. A section that cannot be read is reported and skipped up to the next keyword, so that a run tells
 * of every section's first mistake.
 */
import { type Failure, failure, type Reporter, type SourceFile } from "../diagnostics/index.ts";
import type {
  DefinitionSection,
  Expression,
  Identifier,
  ImportSection,
  LayerSection,
  Program,
  Section,
  ShapeSection,
  SymbolSection,
} from "./ast.ts";
import { ExpressionParser } from "./expression-parser.ts";
import { fitted } from "./fitted.ts";
import { parseGlobals } from "./globals-parser.ts";
import { isNameText, type Token } from "./token.ts";
import { TokenCursor, tokenText } from "./token-cursor.ts";

export const largestLayer = 65535;

export function parseProgram(source: SourceFile, reporter: Reporter): Program {
  return new Parser(source, reporter).program();
}

class Parser {
  readonly #cursor: TokenCursor;
  readonly #reporter: Reporter;
  readonly #expressions: ExpressionParser;

  constructor(source: SourceFile, reporter: Reporter) {
    this.#cursor = new TokenCursor(source, reporter);
    this.#reporter = reporter;
    this.#expressions = new ExpressionParser(this.#cursor);
  }

  program(): Program {
    const sections: Section[] = [];
    if (!this.#cursor.isAtSectionEnd) {
      this.#reporter.attempt(() => {
        throw this.#textBefore();
      });
      this.#cursor.skipSection();
    }
    let hasBrokenImport = false;
    while (this.#cursor.token.kind !== "end") {
      const keyword = this.#cursor.token.text;
      const section = this.#reporter.attempt(() => this.#section());
      if (section !== null) sections.push(section);
      else if (keyword === "IMPORT") hasBrokenImport = true;
      this.#cursor.skipSection();
    }
    return { sections, hasBrokenImport };
  }

  #textBefore(): Failure {
    const { token } = this.#cursor;
    if (token.kind === "bad") return this.#cursor.unexpected("a keyword");
    const message = `${tokenText(token)} stands before the first keyword; a program begins with SYMBOL, SHAPE, GLOBALS or IMPORT`;
    return failure("no-section", message, this.#cursor.spanOf(token));
  }

  #section(): Section {
    this.#expressions.reset();
    const keyword = this.#cursor.take();
    if (keyword.text === "IMPORT") return this.#import(keyword);
    if (keyword.text === "GLOBALS") {
      this.#headerEnds("GLOBALS");
      const entries = parseGlobals(this.#cursor, this.#expressions, this.#reporter);
      return { kind: "globals", entries, start: keyword.start, end: this.#cursor.lastEnd };
    }
    if (keyword.text === "SHAPE") return this.#shape(keyword);
    if (keyword.text === "SYMBOL") return this.#symbol(keyword);
    return this.#layer(keyword);
  }

  #import(keyword: Token): ImportSection {
    if (this.#cursor.token.kind !== "path") throw this.#cursor.unexpected("the path of a .pls file behind IMPORT");
    const { text, start, end } = this.#cursor.take();
    let alias: Identifier | null = null;
    const { token } = this.#cursor;
    if (token.kind === "name" && !token.isFirst) {
      if (token.text !== "AS") {
        const message = `${tokenText(token)} stands where AS or the end of the line is expected`;
        throw failure("syntax", message, this.#cursor.spanOf(token), {
          hint: 'IMPORT path.pls AS name; a path with blanks is written in quotes: IMPORT "my lib.pls"',
        });
      }
      this.#cursor.take();
      alias = this.#cursor.takeName("a name behind AS");
    }
    this.#headerEnds("IMPORT");
    if (!this.#cursor.isAtSectionEnd) throw this.#cursor.unexpected("a keyword");
    return { kind: "import", path: { name: text, start, end }, alias, start: keyword.start, end: this.#cursor.lastEnd };
  }

  #shape(keyword: Token): ShapeSection {
    const name = this.#cursor.takeName("the name of a SHAPE");
    const header = () => {
      if (!this.#cursor.isMark("(")) {
        const message = `SHAPE ${name.name} needs brackets behind its name, also where it has no parameters: SHAPE ${name.name}()`;
        throw failure("syntax", message, this.#cursor.spanOf(name));
      }
      const found = this.#parameters();
      this.#headerEnds(`SHAPE ${name.name}`);
      return found;
    };
    return { kind: "shape", ...this.#definition(keyword, name, header, () => this.#shapeBody(name)) };
  }

  /** What it defines stays known by its name where its header is wrong. */
  #definition<Body>(
    keyword: Token,
    name: Identifier,
    header: () => readonly Identifier[],
    readBody: () => Body,
  ): DefinitionSection<Body> {
    const parameters = this.#reporter.attempt(header);
    const isBroken = parameters === null;
    const body = isBroken ? null : this.#reporter.attempt(readBody);
    return { name, parameters: parameters ?? [], isBroken, body, start: keyword.start, end: this.#cursor.lastEnd };
  }

  #shapeBody(name: Identifier): Expression {
    const [first, second] = this.#body(`SHAPE ${name.name}`);
    if (first === undefined) throw failure("empty-body", `SHAPE ${name.name} has no body`, this.#cursor.spanOf(name));
    if (second !== undefined) throw this.#missingOperator(second);
    return first;
  }

  #symbol(keyword: Token): SymbolSection {
    const { token } = this.#cursor;
    if (token.kind !== "pattern") throw this.#cursor.unexpected("the name of a SYMBOL");
    this.#cursor.take();
    const name = { name: token.text, start: token.start, end: token.end };
    const header = () => {
      const found = this.#cursor.isMark("(") && !this.#cursor.token.isFirst ? this.#parameters() : [];
      if (found.length === 0 && !isNameText(name.name)) throw this.#symbolName(name);
      this.#headerEnds(`SYMBOL ${name.name}`);
      return found;
    };
    const body = () => this.#checkedBody(`SYMBOL ${name.name}`);
    return { kind: "symbol", ...this.#definition(keyword, name, header, body) };
  }

  #symbolName(name: Identifier): Failure {
    const message = name.name.includes("{")
      ? `SYMBOL ${name.name} has placeholders in its name but no parameters: SYMBOL ${name.name}(a)`
      : `"${name.name}" is no name of a SYMBOL; it has letters, digits and _, and begins with no digit`;
    return failure("symbol-name", message, this.#cursor.spanOf(name));
  }

  #layer(keyword: Token): LayerSection {
    const { token } = this.#cursor;
    if (token.isFirst || token.kind === "end")
      throw failure("syntax", "LAYER needs the number or the name of a layer behind it", this.#cursor.spanOf(keyword));
    let number: LayerSection["number"] = null;
    let name: Identifier | null = null;
    if (token.kind === "number") {
      this.#cursor.take();
      const value = Number(token.text);
      if (!(/^\d+$/.test(token.text) && value <= largestLayer)) throw this.#layerNumber(token.text, token);
      number = { value, start: token.start, end: token.end };
      if (this.#cursor.token.kind === "name" && !this.#cursor.token.isFirst) name = this.#cursor.takeName("a name");
    } else if (this.#cursor.isMark("-") || this.#cursor.isMark("+")) {
      const sign = this.#cursor.take();
      const { text, end } = this.#cursor.token;
      throw this.#layerNumber(sign.text + text, { start: sign.start, end });
    } else name = this.#cursor.takeName("the number or the name of a layer");
    const title = `LAYER ${number?.value ?? name!.name}`;
    this.#headerEnds(title);
    const body = this.#reporter.attempt(() => this.#checkedBody(title));
    return { kind: "layer", number, name, body, start: keyword.start, end: this.#cursor.lastEnd };
  }

  #layerNumber(text: string, place: { readonly start: number; readonly end: number }): Failure {
    const message = `layer ${text} is not a whole number from 0 to ${largestLayer} (GDSII)`;
    return failure("layer-range", message, this.#cursor.spanOf(place));
  }

  #parameters(): Identifier[] {
    const open = this.#cursor.take();
    const found: Identifier[] = [];
    while (!this.#cursor.takeMark(")")) {
      if (this.#cursor.isAtSectionEnd) {
        throw failure("unclosed-bracket", '"(" is not closed: ")" is missing', this.#cursor.spanOf(open));
      }
      const parameter = this.#cursor.takeName("the name of a parameter");
      if (found.some(({ name }) => name === parameter.name)) {
        const message = `the parameter "${parameter.name}" is there twice`;
        throw failure("duplicate-parameter", message, this.#cursor.spanOf(parameter));
      }
      found.push(parameter);
      if (!this.#cursor.takeMark(",") && !this.#cursor.isMark(")"))
        throw this.#cursor.unexpected('"," or ")" behind a parameter');
    }
    return found;
  }

  #headerEnds(title: string): void {
    const { token } = this.#cursor;
    if (token.isFirst || token.kind === "end") return;
    if (token.kind === "bad") throw this.#cursor.unexpected("the end of the line");
    const message = `${tokenText(token)} stands behind "${title}", whose line ends there; what follows begins on the next line`;
    const isDatatype = title.startsWith("LAYER") && token.text === "/";
    const hint = isDatatype ? "a layer has a number only; its datatype is 0" : null;
    throw failure("header", message, this.#cursor.spanOf(token), { hint });
  }

  /** The expressions of a body, side by side. */
  #body(title: string): Expression[] {
    const found: Expression[] = [];
    while (!this.#cursor.isAtSectionEnd) {
      const { token } = this.#cursor;
      const isBracket = token.kind === "mark" && ")]}".includes(token.text);
      if (isBracket) {
        const message = `"${token.text}" closes nothing: no bracket is open here`;
        throw failure("extra-bracket", message, this.#cursor.spanOf(token));
      }
      if (found.length > 0 && token.kind === "mark" && !"([".includes(token.text))
        throw this.#cursor.unexpected(
          `an operator or the end of ${title}`,
          token.text === "=" ? "a value gets its name in a section GLOBALS" : null,
        );
      found.push(this.#expressions.expression());
    }
    return fitted(found);
  }

  /** Several references may stand side by side, shapes may not. */
  #checkedBody(title: string): Expression[] {
    const body = this.#body(title);
    const stranger = body.length > 1 ? body.findIndex((one) => !isReference(one)) : -1;
    if (stranger < 0) return body;
    const isMixed = body.some(isReference);
    if (!isMixed) throw this.#missingOperator(body[1]);
    const message = "shapes and references cannot stand in one body; open a LAYER section for the shape";
    throw failure("mixed-body", message, this.#cursor.spanOf(body[stranger]));
  }

  #missingOperator({ start }: Expression): Failure {
    const { source } = this.#cursor;
    const word = /\w+|./y;
    word.lastIndex = start;
    const end = start + (word.exec(source.text)?.[0].length ?? 1);
    const message = `"${source.text.slice(start, end)}" follows an expression without an operator; join the two with +, - or *, or open another LAYER section`;
    return failure("missing-operator", message, { source, start, end });
  }
}

/** `ref(…)` with or without methods. */
export function isReference(expression: Expression): boolean {
  const base = expression.kind === "chain" ? expression.base : expression;
  return base.kind === "call" && base.name.name === "ref";
}
