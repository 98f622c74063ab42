/** One function for every command of the Debug Adapter Protocol, and of Jupyter's own ones, that is understood. */
import { basename } from "node:path";
import { readBreakpoint } from "./breakpoints.ts";
import { type Debugger, thread } from "./debugger.ts";
import { bundleOf, evaluate, isName } from "./evaluation.ts";
import { type Frame, scopesOf, stopGroup } from "./frames.ts";
import { door } from "./inspector.ts";
import { type Arguments, DebugError, shown } from "./protocol.ts";
import type { ExceptionFilter, Stops } from "./stops.ts";
import { textOf, typeOf } from "./values.ts";
import { argumentOf, type Page } from "./variables.ts";

export type Commands = Record<
  string,
  (given: Arguments, debug: Debugger) => object | undefined | Promise<object | undefined>
>;

const filters = [
  { filter: "raised", label: "Raised Exceptions", default: false },
  { filter: "uncaught", label: "Uncaught Exceptions", default: false },
];

/** Of an evaluation's answer. */
const mostText = 100_000;

const capabilities = {
  supportsConfigurationDoneRequest: true,
  supportsConditionalBreakpoints: true,
  supportsHitConditionalBreakpoints: true,
  supportsLogPoints: true,
  supportsEvaluateForHovers: true,
  supportsSetVariable: true,
  supportsModulesRequest: true,
  supportsLoadedSourcesRequest: true,
  supportsExceptionInfoRequest: true,
  supportsDelayedStackTraceLoading: true,
  supportsTerminateRequest: true,
  exceptionBreakpointFilters: filters,
};

export const commands: Commands = {
  debugInfo: (_given, debug) => {
    const { prefix, suffix, seed } = debug.host.paths;
    const breakpoints = debug.attachment?.breakpoints.all() ?? [];
    return {
      isStarted: debug.isStarted,
      hashMethod: "Murmur2",
      hashSeed: seed,
      tmpFilePrefix: prefix,
      tmpFileSuffix: suffix,
      breakpoints: breakpoints.map(({ source, breakpoints: here }) => ({
        source,
        breakpoints: here.map((one) => debug.shownPlace(one)),
      })),
      stoppedThreads: debug.attachment?.stops.current == null ? [] : [thread.id],
      richRendering: true,
      exceptionPaths: ["JavaScript Exceptions"],
      copyToGlobals: true,
    };
  },

  initialize: (given, debug) => {
    debug.isStarted = true;
    debug.client = {
      isJupyterLab: given.raw("clientID") === "jupyterlab",
      firstLine: given.raw("linesStartAt1") === false ? 0 : 1,
      firstColumn: given.raw("columnsStartAt1") === false ? 0 : 1,
    };
    return capabilities;
  },

  attach: async (_given, debug) => {
    if (!debug.isStarted) throw new DebugError("attach: initialize comes first");
    const attachment = await debug.connected();
    attachment.variables.plainTypes = !debug.client.isJupyterLab;
    await attachment.enable();
    debug.emit("initialized");
    debug.emit("process", {
      name: "reticle",
      systemProcessId: process.pid,
      isLocalProcess: true,
      startMethod: "attach",
    });
    debug.emit("thread", { reason: "started", threadId: thread.id });
    return undefined;
  },

  configurationDone: () => undefined,

  disconnect: async (_given, debug) => {
    await debug.disconnect();
    return undefined;
  },

  terminate: async (_given, debug) => {
    await debug.host.interrupt();
    debug.emit("terminated");
    return undefined;
  },

  dumpCell: (given, debug) => ({ sourcePath: debug.host.paths.dump(given.string("code")) }),

  setBreakpoints: async (given, debug) => {
    const path = given.path();
    const lines = given.has("breakpoints") ? given.list("breakpoints") : given.has("lines") ? linesOf(given) : [];
    const { firstLine, firstColumn } = debug.client;
    const asked = lines.map(readBreakpoint).map(({ line, column, ...rest }) => ({
      ...rest,
      line: line + 1 - firstLine,
      ...(column !== undefined && { column: column + 1 - firstColumn }),
    }));
    const { breakpoints, inTurn } = parts(debug);
    const set = await inTurn(() => breakpoints.set({ name: basename(path), path }, asked));
    return { breakpoints: set.map((one) => debug.shownPlace(one)) };
  },

  setExceptionBreakpoints: async (given, debug) => {
    const wanted = given.list("filters");
    const unknown = wanted.find((one) => !filters.some(({ filter }) => filter === one));
    if (unknown !== undefined)
      throw new DebugError(`setExceptionBreakpoints: the filter ${shown(unknown)} is not raised or uncaught`);
    await parts(debug).stops.setExceptionFilters(wanted as ExceptionFilter[]);
    return { breakpoints: wanted.map(() => ({ verified: true })) };
  },

  source: async (given, debug) => {
    const path = given.path();
    const script = parts(debug).scripts.at(path).at(-1);
    const content = debug.host.paths.dumped(path) ?? (await script?.text()) ?? null;
    if (content === null) throw new DebugError(`the source ${path} is not known`);
    return { content, mimeType: "text/typescript" };
  },

  threads: () => ({ threads: [thread] }),

  stackTrace: (given, debug) => {
    const frames = parts(debug).stops.current?.frames ?? [];
    const start = given.optionalInteger("startFrame") ?? 0;
    const levels = given.optionalInteger("levels") || frames.length;
    const shownFrames = frames.slice(start, start + levels);
    return {
      stackFrames: shownFrames.map(({ id, name, source, at }) => debug.shownPlace({ id, name, source, ...at })),
      totalFrames: frames.length,
    };
  },

  scopes: async (given, debug) => {
    const { inspector, variables } = parts(debug);
    return { scopes: await scopesOf(frameOf(debug, given.integer("frameId")), inspector, variables) };
  },

  variables: async (given, debug) => {
    const { attachment } = debug;
    const reference = given.integer("variablesReference");
    if (attachment === null) throw new DebugError("variables: the debugger is not attached");
    const filter = given.raw("filter");
    const page: Page = {
      start: given.optionalInteger("start"),
      count: given.optionalInteger("count"),
      ...((filter === "indexed" || filter === "named") && { filter }),
    };
    return { variables: await attachment.variables.holder(reference).list(page) };
  },

  setVariable: async (given, debug) => {
    const { inspector, variables } = parts(debug);
    const holder = variables.holder(given.integer("variablesReference"));
    if (holder.assign === undefined) throw new DebugError(`setVariable: ${given.string("name")} cannot be set`);
    const { frame: callFrameId } = holder;
    const frame = parts(debug).stops.current?.frames.find(({ call }) => call.callFrameId === callFrameId);
    const name = given.string("name");
    const value = await evaluate(inspector, given.string("value"), {
      group: stopGroup,
      frame: frame ?? topFrame(debug),
    });
    await holder.assign(name, argumentOf(value));
    const { name: _name, ...described } = variables.variable(stopGroup, name, value);
    return described;
  },

  evaluate: async (given, debug) => {
    const { inspector, variables } = parts(debug);
    const frameId = given.optionalInteger("frameId");
    const frame = frameId === undefined ? null : frameOf(debug, frameId);
    const context = given.raw("context");
    const isPure = context === "hover" || context === "watch";
    const expression = given.string("expression");
    const value = await evaluate(inspector, expression, { group: stopGroup, frame, isPure });
    // What the expression has printed is seen even while everything stands still.
    await inspector.ask("flush");
    const { variablesReference, indexedVariables } = variables.variable(stopGroup, "", value, expression);
    return { result: textOf(value, mostText), type: typeOf(value), variablesReference, indexedVariables };
  },

  exceptionInfo: (_given, debug) => {
    const thrown = parts(debug).stops.current?.thrown ?? null;
    if (thrown === null) throw new DebugError("exceptionInfo: the code has not stopped at an exception");
    const { className, description } = thrown;
    return {
      exceptionId: className ?? thrown.type,
      description: textOf(thrown),
      breakMode: "always",
      details: { typeName: className, stackTrace: description },
    };
  },

  inspectVariables: async (_given, debug) => ({ variables: await (await debug.connected()).globals() }),

  richInspectVariables: async (given, debug) => {
    const name = given.string("variableName");
    if (!isName(name)) throw new DebugError(`richInspectVariables: ${shown(name)} is not the name of a variable`);
    const { inspector } = await debug.connected();
    const frameId = given.optionalInteger("frameId");
    const frame = frameId === undefined ? topFrame(debug) : frameOf(debug, frameId);
    return { data: await bundleOf(inspector, name, frame), metadata: {} };
  },

  copyToGlobals: async (given, debug) => {
    const [to, from] = [given.string("dstVariableName"), given.string("srcVariableName")];
    for (const name of [to, from]) {
      if (!isName(name)) throw new DebugError(`copyToGlobals: ${shown(name)} is not the name of a variable`);
    }
    const frame = frameOf(debug, given.integer("srcFrameId"));
    const { inspector } = parts(debug);
    const copy = `(${door}.copy(${JSON.stringify(to)}, ${from}), ${from})`;
    const value = await evaluate(inspector, copy, { group: stopGroup, frame });
    return { value: textOf(value), type: typeOf(value) };
  },

  modules: (given, debug) => {
    const prefix = debug.host.paths.prefix;
    const paths = (debug.attachment?.scripts.paths() ?? []).filter((path) => !path.startsWith(prefix));
    const start = given.optionalInteger("startModule") ?? 0;
    const count = given.optionalInteger("moduleCount") || paths.length;
    const modules = paths.map((path, id) => ({ id, name: basename(path), path })).slice(start, start + count);
    return { modules, totalModules: paths.length };
  },

  loadedSources: async (_given, debug) => {
    const { scripts } = parts(debug);
    return { sources: scripts.paths().map((path) => ({ name: basename(path), path })) };
  },

  continue: async (_given, debug) => {
    await stopped(debug, "continue").continue();
    return { allThreadsContinued: true };
  },
  next: async (_given, debug) => {
    await stopped(debug, "next").step("stepOver");
    return undefined;
  },
  stepIn: async (_given, debug) => {
    await stopped(debug, "stepIn").step("stepInto");
    return undefined;
  },
  stepOut: async (_given, debug) => {
    await stopped(debug, "stepOut").step("stepOut");
    return undefined;
  },
  pause: async (_given, debug) => {
    const { stops } = parts(debug);
    if (stops.current === null) await stops.pause();
    return undefined;
  },
};

function parts(debug: Debugger) {
  const { attachment } = debug;
  if (attachment === null) throw new DebugError("the debugger is not attached");
  const { inspector, scripts, breakpoints, variables, stops } = attachment;
  return { inspector, scripts, breakpoints, variables, stops, inTurn: attachment.inTurn.bind(attachment) };
}

function stopped(debug: Debugger, command: string): Stops {
  const { stops } = parts(debug);
  if (stops.current === null) throw new DebugError(`${command}: the code is not stopped`);
  return stops;
}

function topFrame(debug: Debugger): Frame | null {
  return debug.attachment?.stops.current?.frames[0] ?? null;
}

function frameOf(debug: Debugger, id: number): Frame {
  const frame = debug.attachment?.stops.current?.frames.find((one) => one.id === id);
  if (frame === undefined) throw new DebugError(`the frame ${id} is not known, or no longer`);
  return frame;
}

function linesOf(given: Arguments): readonly object[] {
  return given.list("lines").map((line) => ({ line }));
}
