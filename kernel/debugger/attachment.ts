/** One session of V8's inspector with all that is known through it. It ends as a whole. */
import { setFlagsFromString } from "node:v8";
import { Breakpoints } from "./breakpoints.ts";
import type { CodePaths } from "./code-paths.ts";
import { globals } from "./frames.ts";
import { Inspector } from "./inspector.ts";
import type { Variable } from "./protocol.ts";
import { ownPackages, Scripts } from "./scripts.ts";
import { Stops } from "./stops.ts";
import { Variables } from "./variables.ts";

interface Options {
  readonly paths: CodePaths;
  /** URL of the folder of our own code. */
  readonly own: string;
  readonly currentRun: () => number | null;
}

/**
 * In V8 12 (Node 22) a loop that V8 would like to replace by faster code while it runs, but may not for the debugger's
 * sake, hears nothing any more: no termination, no time limit, no pause. So there such code is not replaced.
 */
const mayLoseLoops = process.versions.v8.startsWith("12.");

export class Attachment {
  readonly inspector = new Inspector();
  readonly variables = new Variables(this.inspector);
  readonly scripts: Scripts;
  readonly breakpoints: Breakpoints;
  readonly stops: Stops;
  readonly #own: string;
  #enabled: Promise<void> | null = null;
  #turn: Promise<unknown> = Promise.resolve();
  #reading: Promise<readonly Variable[]> | null = null;
  #next: Promise<readonly Variable[]> | null = null;
  #reads = 0;

  constructor({ paths, own, currentRun }: Options) {
    const { inspector, variables } = this;
    const ran = (run: number) => paths.ofRun(run);
    const scripts = new Scripts(inspector, own, ran);
    const breakpoints = new Breakpoints(inspector, scripts, (path) => paths.dumped(path));
    const inTurn = <T>(work: () => Promise<T>) => this.inTurn(work);
    this.scripts = scripts;
    this.breakpoints = breakpoints;
    this.stops = new Stops({ inspector, scripts, breakpoints, variables, currentRun, inTurn });
    this.#own = own;
    inspector.on("Debugger.scriptParsed", ({ scriptId, url }) => scripts.parsed(scriptId, url));
  }

  get isEnabled(): boolean {
    return this.#enabled !== null;
  }

  /** From here on the code can stop. */
  enable(): Promise<void> {
    this.#enabled ??= this.#enable();
    return this.#enabled;
  }

  async #enable(): Promise<void> {
    const { inspector } = this;
    if (mayLoseLoops) setFlagsFromString("--no-use-osr");
    await inspector.send("Debugger.enable");
    await inspector.ask("attached", true);
    const own = this.#own.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    await inspector.send("Debugger.setBlackboxPatterns", {
      patterns: ["^node:", "^reticle", `^${own}`, ownPackages.source],
    });
    const instrumentation = "beforeScriptWithSourceMapExecution";
    await inspector.send("Debugger.setInstrumentationBreakpoint", { instrumentation });
  }

  /** Breakpoints are changed by one at a time. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => {});
    return done;
  }

  /**
   * The notebook's names. JupyterLab asks for them at every output of a cell: whoever asks while they are read shares
   * the next reading with all others.
   */
  globals(): Promise<readonly Variable[]> {
    if (this.#reading === null) return this.#read();
    const again = () => {
      this.#next = null;
      return this.#read();
    };
    this.#next ??= this.#reading.then(again, again);
    return this.#next;
  }

  #read(): Promise<readonly Variable[]> {
    const number = ++this.#reads;
    const reading = globals(this.inspector, this.variables, `reticle-globals-${number}`).finally(() => {
      if (this.#reading === reading) this.#reading = null;
      // The objects of the reading before are let go.
      this.variables.drop(`reticle-globals-${number - 1}`).catch(() => {});
    });
    this.#reading = reading;
    return reading;
  }

  async close(): Promise<void> {
    await this.inspector.endEvaluations();
    if (this.isEnabled) {
      await this.inspector.ask("attached", false);
      await this.stops.setExceptionFilters([]);
    }
    await this.stops.release(false);
    // V8 would say so too late.
    this.stops.hasResumed();
    this.inspector.close();
    if (mayLoseLoops) setFlagsFromString("--use-osr");
  }
}
