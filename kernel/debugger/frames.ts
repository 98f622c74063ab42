/** The stack of a stop as the user sees it: their own frames only, each with its place and its scopes. */
import type { Position, ScriptRecord } from "../ports.ts";
import { type CallFrame, door, type Inspector } from "./inspector.ts";
import type { Source, Variable } from "./protocol.ts";
import type { Script, Scripts } from "./scripts.ts";
import type { Variables } from "./variables.ts";

/** Objects of a stop are kept under this name, and let go when the code goes on. */
export const stopGroup = "reticle-stop";

export interface Frame {
  readonly id: number;
  readonly name: string;
  readonly source: Source;
  readonly at: Position;
  readonly script: Script;
  readonly call: CallFrame;
}

export interface Scope {
  readonly name: string;
  readonly presentationHint?: string;
  readonly variablesReference: number;
  readonly expensive: boolean;
}

let frames = 0;

export async function framesOf(calls: readonly CallFrame[], scripts: Scripts): Promise<Frame[]> {
  const found: Frame[] = [];
  for (const call of calls) {
    const script = scripts.get(call.location.scriptId);
    const { lineNumber, columnNumber = 0 } = call.location;
    const at = await script?.original(lineNumber, columnNumber);
    if (script == null || at == null) continue;
    const label = await script.name();
    const name = call.functionName.replace(/^globalThis\./, "") || (isBody(call) ? label : "(anonymous)");
    found.push({ id: ++frames, name, source: { name: label, path: script.path }, at, script, call });
  }
  return found;
}

/** The function that a cell was made into, or the top level of a module: it begins before any code of the user's can. */
export function isBody({ functionName, functionLocation }: CallFrame): boolean {
  const { lineNumber = 0, columnNumber = 0 } = functionLocation ?? {};
  return functionName === "" && lineNumber === 0 && columnNumber < "(async ($reticle$cell)".length;
}

/** An error there is caught by the user's own code. */
export async function isGuarded(frame: Frame): Promise<boolean> {
  const { line, column } = frame.at;
  const guarded = (await frame.script.record())?.guarded ?? [];
  return guarded.some(
    ({ start, end }) =>
      (line > start.line || (line === start.line && column >= start.column)) &&
      (line < end.line || (line === end.line && column <= end.column)),
  );
}

export async function scopesOf(frame: Frame, inspector: Inspector, variables: Variables): Promise<Scope[]> {
  const { scopeChain } = frame.call;
  const record = await frame.script.record();
  const isOwn = ownNames(record);
  const chain = scopeChain.map(({ type, object }, number) => ({ type, object, number }));
  const local = chain.findIndex(({ type }) => type === "local" || type === "module");
  const inner = chain.slice(0, local + 1);
  const outer = chain.slice(local + 1).filter(({ type }) => !["global", "script"].includes(type));

  const list = async (scopes: typeof chain): Promise<Variable[]> => {
    const found = new Map<string, Variable>();
    for (const { object } of scopes) {
      if (object.objectId === undefined) continue;
      for (const variable of await variables.properties(stopGroup, object.objectId, (name) => name)) {
        // The inner one hides the outer one.
        if (!found.has(variable.name) && isOwn(variable.name)) found.set(variable.name, variable);
      }
    }
    return [...found.values()];
  };
  const assignTo = (scopes: typeof chain) => async (variableName: string, newValue: object) => {
    for (const { object, number } of scopes) {
      const { result } = await inspector.send("Runtime.getProperties", {
        objectId: object.objectId ?? "",
        ownProperties: true,
      });
      if (!result.some(({ name }) => name === variableName)) continue;
      const { callFrameId } = frame.call;
      const request = { scopeNumber: number, variableName, newValue, callFrameId };
      await inspector.send("Debugger.setVariableValue", request);
      return;
    }
    await setGlobal(inspector, variables, variableName, newValue);
  };
  const holder = (scopes: typeof chain, more: () => Promise<readonly Variable[]>) => ({
    frame: frame.call.callFrameId,
    assign: assignTo(scopes),
    list: async () => [...(await list(scopes)), ...(await more())],
  });

  const nothing = async (): Promise<readonly Variable[]> => [];
  // At the top level a cell's own names are what a reader looks for; to V8 they are properties of the global object.
  const isCell = frame.script.run !== null && isBody(frame.call);
  const cellNames = async () => (await globals(inspector, variables, stopGroup)).filter(({ name }) => isOwn(name));
  const thisOne = async () => {
    const { this: receiver } = frame.call;
    const isShown = receiver.type === "object" && receiver.className !== "global" && receiver.className !== "Object";
    return isShown && !isBody(frame.call) ? [variables.variable(stopGroup, "this", receiver, "this")] : [];
  };
  const made: Scope[] = [];
  const add = (
    name: string,
    presentationHint: string,
    scopes: typeof chain,
    more: () => Promise<readonly Variable[]>,
  ) =>
    made.push({
      name,
      presentationHint,
      expensive: false,
      variablesReference: variables.add(stopGroup, holder(scopes, more)),
    });
  add("Locals", "locals", inner, isCell ? cellNames : thisOne);
  if ((await list(outer)).length > 0) add("Closure", "closure", outer, nothing);
  add("Globals", "globals", [], () => globals(inspector, variables, stopGroup));
  return made;
}

/** The notebook's names: what cells have declared. */
export async function globals(inspector: Inspector, variables: Variables, group: string): Promise<readonly Variable[]> {
  const request = { expression: `${door}.globals()`, objectGroup: group, silent: true, disableBreaks: true };
  const { result } = await inspector.send("Runtime.evaluate", request);
  const found = await variables.properties(group, result.objectId ?? "", (name) => name);
  return found.filter(({ name }) => name !== "[[Prototype]]");
}

export async function setGlobal(
  inspector: Inspector,
  variables: Variables,
  name: string,
  value: object,
): Promise<void> {
  const request = { expression: "this", objectGroup: stopGroup, silent: true };
  const { objectId = "" } = (await inspector.send("Runtime.evaluate", request)).result;
  const write = `function (key, value) { ${door}.hold(() => { this[key] = value; }); }`;
  await variables.access(stopGroup, objectId, write, [{ value: name }, value]);
}

/** Names of a script that the user has written: those of the kernel and of the transpiler are in no source. */
function ownNames(record: ScriptRecord | null): (name: string) => boolean {
  if (record === null) return (name) => !name.startsWith("[[");
  const words = new Set(record.source.match(/[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/gu));
  return (name) => words.has(name);
}
