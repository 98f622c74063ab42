/**
 * What can be unfolded in a front end: numbers for objects and scopes, and the variables below them, at most a hundred
 * at once. No getter is run before somebody unfolds it.
 */
import type { Runtime } from "node:inspector";
import { door, firstLine, type Inspector, type RemoteObject } from "./inspector.ts";
import { DebugError, type Variable } from "./protocol.ts";
import { lengthOf, textOf, typeOf } from "./values.ts";

/** Which of them a front end wants. */
export interface Page {
  readonly start?: number;
  readonly count?: number;
  readonly filter?: "indexed" | "named";
}

/** Something that has variables below it. */
export interface Holder {
  list(page: Page): Promise<readonly Variable[]>;
  assign?(name: string, value: Runtime.CallArgument): Promise<void>;
  /** The frame that a new value is evaluated in. */
  readonly frame?: string;
}

/** So many at once; more are put into ranges. */
const most = 100;
const mostOfPage = 10_000;
/** How long a getter or a setter may run, ms. */
const longestAccess = 3000;

export class Variables {
  readonly #inspector: Inspector;
  readonly #holders = new Map<number, { readonly group: string; readonly holder: Holder }>();
  #count = 0;
  /** JupyterLab's tree shows a variable's type in place of its value: there plain values have none. */
  plainTypes = true;

  constructor(inspector: Inspector) {
    this.#inspector = inspector;
  }

  /** `group` is V8's object group, too: it keeps the objects until it is dropped. */
  add(group: string, holder: Holder): number {
    this.#holders.set(++this.#count, { group, holder });
    return this.#count;
  }

  async drop(group: string): Promise<void> {
    for (const [reference, known] of this.#holders) if (known.group === group) this.#holders.delete(reference);
    await this.#inspector.send("Runtime.releaseObjectGroup", { objectGroup: group });
  }

  holder(reference: number): Holder {
    const known = this.#holders.get(reference);
    if (known === undefined) throw new DebugError(`variablesReference ${reference} is not known, or no longer`);
    return known.holder;
  }

  variable(group: string, name: string, value: RemoteObject, evaluateName?: string): Variable {
    const { objectId } = value;
    const length = lengthOf(value);
    const plain = objectId === undefined || value.type === "symbol";
    return {
      name,
      value: textOf(value),
      ...((this.plainTypes || !plain) && { type: typeOf(value) }),
      variablesReference: plain ? 0 : this.add(group, this.#object(group, value, evaluateName)),
      ...(evaluateName !== undefined && { evaluateName }),
      ...(length > most && { indexedVariables: length, namedVariables: 1 }),
    };
  }

  /** The properties of an object, without inherited ones. */
  async properties(
    group: string,
    objectId: string,
    evaluateName?: (name: string) => string | undefined,
    options: { nonIndexedPropertiesOnly?: boolean } = {},
  ): Promise<Variable[]> {
    const request = { objectId, ownProperties: true, generatePreview: true, ...options };
    const found = await this.#inspector.send("Runtime.getProperties", request);
    const { result, internalProperties = [] } = found;
    const { privateProperties = [] } = found as { privateProperties?: Runtime.PropertyDescriptor[] };
    const own = [...result, ...privateProperties].map((property) =>
      this.#property(group, objectId, property, evaluateName?.(property.name)),
    );
    const inner = internalProperties
      .filter(({ name, value }) => value !== undefined && !/^\[\[(Scopes|FunctionLocation|Entries)\]\]$/.test(name))
      .map(({ name, value }) => this.variable(group, name, value as RemoteObject));
    return [...own, ...inner];
  }

  #property(
    group: string,
    objectId: string,
    { name, value, get }: Runtime.PropertyDescriptor,
    evaluateName: string | undefined,
  ): Variable {
    if (value !== undefined) return this.variable(group, name, value, evaluateName);
    if (get === undefined || get.type === "undefined")
      return { name, value: "undefined", variablesReference: 0, evaluateName };
    const list = async () => {
      const read = `function (name) { ${door}.hold(() => this[name]); }`;
      return [this.variable(group, "value", await this.access(group, objectId, read, [{ value: name }]), evaluateName)];
    };
    const variablesReference = this.add(group, { list });
    return { name, value: "(getter)", variablesReference, evaluateName, presentationHint: { lazy: true } };
  }

  /** Lets a function give the door something to do with the object, and has it done within a time limit. */
  async access(
    objectGroup: string,
    objectId: string,
    functionDeclaration: string,
    given: readonly Runtime.CallArgument[],
  ): Promise<RemoteObject> {
    await this.#inspector.send("Runtime.callFunctionOn", { objectId, functionDeclaration, arguments: [...given] });
    const answer = await this.#inspector.evaluate({
      expression: `${door}.held()`,
      objectGroup,
      generatePreview: true,
      silent: true,
      timeout: longestAccess,
    });
    if (answer.exceptionDetails !== undefined) throw new DebugError(firstLine(answer.exceptionDetails));
    return answer.result;
  }

  #object(group: string, value: RemoteObject, name: string | undefined): Holder {
    const objectId = value.objectId ?? "";
    return {
      list: (page) => this.#children(group, value, objectId, name, page),
      assign: async (key, argument) => {
        const write = `function (key, value) { ${door}.hold(() => { this[key] = value; }); }`;
        await this.access(group, objectId, write, [{ value: key }, argument]);
      },
    };
  }

  async #children(
    group: string,
    value: RemoteObject,
    objectId: string,
    name: string | undefined,
    { start = 0, count, filter }: Page,
  ): Promise<readonly Variable[]> {
    const child = (key: string) => childName(name, key);
    // Whatever is asked of a proxy is the user's code; V8 itself shows its target and handler.
    if (value.subtype === "proxy") return this.properties(group, objectId);
    if (filter === "named") return this.properties(group, objectId, child, { nonIndexedPropertiesOnly: true });
    const isCollection = value.subtype === "map" || value.subtype === "set";
    const size = lengthOf(value) || (await this.#sizeOf(objectId));
    if (filter === "indexed" || count !== undefined || start > 0) {
      const end = Math.min(size, start + Math.min(count || size, mostOfPage));
      return this.#part(group, objectId, start, end, isCollection ? undefined : child);
    }
    if (size > most) return this.#ranges(group, objectId, 0, size, isCollection ? undefined : child);
    const own = await this.properties(group, objectId, child);
    return isCollection ? [...(await this.#part(group, objectId, 0, size)), ...own] : own;
  }

  async #sizeOf(objectId: string): Promise<number> {
    const functionDeclaration = `function () { return ${door}.size(this); }`;
    const request = { objectId, functionDeclaration, returnByValue: true, silent: true };
    return Number((await this.#inspector.send("Runtime.callFunctionOn", request)).result.value ?? 0);
  }

  async #part(
    group: string,
    objectId: string,
    from: number,
    to: number,
    child?: (key: string) => string | undefined,
  ): Promise<readonly Variable[]> {
    const functionDeclaration = `function () { return ${door}.part(this, ${from}, ${to}); }`;
    const request = { objectId, functionDeclaration, silent: true, objectGroup: group };
    const { result } = await this.#inspector.send("Runtime.callFunctionOn", request);
    const found = await this.properties(group, result.objectId ?? "", child);
    return found.filter(({ name }) => name !== "[[Prototype]]");
  }

  /** Ten million elements are ten ranges of ranges of a hundred. */
  async #ranges(
    group: string,
    objectId: string,
    from: number,
    to: number,
    child?: (key: string) => string | undefined,
  ): Promise<readonly Variable[]> {
    if (to - from <= most) return this.#part(group, objectId, from, to, child);
    let step = most;
    while ((to - from) / step > most) step *= most;
    const ranges: Variable[] = [];
    for (let at = from; at < to; at += step) {
      const end = Math.min(to, at + step);
      const variablesReference = this.add(group, { list: () => this.#ranges(group, objectId, at, end, child) });
      ranges.push({ name: `[${at} … ${end - 1}]`, value: `${end - at} values`, variablesReference });
    }
    return ranges;
  }
}

function childName(parent: string | undefined, key: string): string | undefined {
  if (parent === undefined || key.startsWith("#") || key.startsWith("Symbol(")) return undefined;
  if (/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key)) return `${parent}.${key}`;
  return `${parent}[${/^(0|[1-9]\d*)$/.test(key) ? key : JSON.stringify(key)}]`;
}

/** An argument that stands for this value. */
export function argumentOf({ objectId, unserializableValue, value }: RemoteObject): Runtime.CallArgument {
  if (objectId !== undefined) return { objectId };
  return unserializableValue !== undefined ? { unserializableValue } : { value };
}
