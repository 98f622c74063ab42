/** Python beside TypeScript: numpy, scipy and all that is built upon them, for images that stay images. */
import { checkArgument, optionsOf, ReticleError } from "../../errors.ts";
import { cellSignal, writeOutput } from "../../platform/index.ts";
import { findPython } from "./find-python.ts";
import { PythonProcess, type Told } from "./python-process.ts";
import { checkedResult, checkResult, type PythonResult, type ResultOf } from "./python-result.ts";
import { decodeValue, encodeArgument, imagesIn, type PythonArgument } from "./python-values.ts";

export interface PythonOptions<R extends PythonResult = "image"> {
  /** What comes back: "image" where it is not given; see PythonResult. */
  readonly returns?: R;
  /** The Python that runs it; found where it is not given: RETICLE_PYTHON, VIRTUAL_ENV, CONDA_PREFIX, .venv, the PATH. */
  readonly executable?: string;
}

export interface PythonRunOptions {
  /** Stops Python, or the waiting for its turn; the stop button of a notebook's cell does where none is given. */
  readonly signal?: AbortSignal;
  /** Milliseconds of its own run after which Python is stopped; it may take any time where this is not given. */
  readonly timeout?: number;
  /** Hears what the program prints; it goes to this program's own output where this is not given. */
  readonly onOutput?: Told;
}

/** Arguments by their names. */
export type PythonArguments = Readonly<Record<string, PythonArgument>>;

/** Code that can be run again and again. */
export interface PythonProgram<R extends PythonResult> {
  /** Runs it with these arguments. */
  run(values?: PythonArguments, options?: PythonRunOptions): Promise<ResultOf<R>>;
  /** Ends the Python process that runs it, and other programs of the same Python: the next run starts a new one. */
  end(): void;
}

/** One a Python, shared by all programs: modules are loaded once. */
const processes = new Map<string, PythonProcess>();
let programs = 0;

/**
 * A Python program: its function `run` is called with the arguments, by their names. Without such a function the program
 * itself runs each time, the arguments are its variables, and `returns` names those that come back.
 *
 * Images and arrays arrive as numpy arrays of the same type, shape, order of axes and strides (kind "binary" as bool), through
 * files in memory; what Python writes into them is not seen here. Arrays come back as images: with the axes and calibration
 * of an argument of the same shape, or with the axes that `returns` names. Float16 becomes float32, other byte orders this
 * machine's; arrays of complex numbers, texts and objects cannot come back.
 *
 * The process stays alive between runs, with the modules it has loaded and the variables beside `run`, and ends with this
 * one. Runs of one Python wait for each other.
 * Throws a PythonError: `exception` with Python's traceback, `timeout`, `exit` where the process dies, `not-found`,
 * `numpy` where that is not installed, `argument`, `result`; and the signal's reason where that stops it.
 * @example const blurred = await python("from scipy.ndimage import gaussian_filter as run").run({ input: image, sigma: 2 })
 * @example const { mean } = await python("mean = float(image.mean())", { returns: { mean: "number" } }).run({ image })
 */
export function python<const R extends PythonResult = "image">(
  code: string,
  options: PythonOptions<R> = {},
): PythonProgram<R> {
  checkArgument(typeof code === "string", code, "PythonError", "a Python program, a text,");
  const { returns = "image", executable } = optionsOf(options, "PythonError", ["returns", "executable"]);
  checkArgument(executable === undefined || typeof executable === "string", executable, "PythonError", "a path");
  checkResult(returns);
  const isNamed = typeof returns === "object" && !Array.isArray(returns);
  const number = ++programs;
  const program = {
    program: number,
    name: `<python ${number}>`,
    code: withoutMargin(code),
    names: isNamed ? Object.keys(returns) : null,
  };
  return {
    async run(values = {}, given = {}) {
      const {
        signal = cellSignal(),
        timeout,
        onOutput = toOwnOutput,
      } = optionsOf(given, "PythonError", ["signal", "timeout", "onOutput"]);
      checkArgument(timeout === undefined || timeout > 0, timeout, "PythonError", "a timeout in ms");
      checkArgument(typeof onOutput === "function", onOutput, "PythonError", "a function that hears output");
      const entries = Object.entries(optionsOf(values, "PythonError")).filter(([, value]) => value !== undefined);
      const process = processOf(executable);
      const answer = await process.call(
        {
          ...program,
          values: (folder) =>
            Object.fromEntries(entries.map(([name, value]) => [name, encodeArgument(value, name, folder)])),
        },
        { signal, timeout, onOutput },
      );
      if ("error" in answer) {
        const { numpy, text, type, message } = answer.error;
        if (numpy)
          throw new ReticleError(
            "PythonError",
            "numpy",
            `${process.executable} has no numpy; \`${process.executable} -m pip install numpy\` installs it`,
          );
        throw new ReticleError("PythonError", "exception", `Python raised ${type}: ${message}\n${text}`);
      }
      const value = decodeValue(answer.value as never, imagesIn(values), process.folder);
      return checkedResult(value, returns) as ResultOf<R>;
    },
    end() {
      processOf(executable).end();
    },
  };
}

const toOwnOutput: Told = (text, stream) => writeOutput(stream, text);

function processOf(given: string | undefined): PythonProcess {
  const executable = findPython(given);
  const process = processes.get(executable) ?? new PythonProcess(executable);
  processes.set(executable, process);
  return process;
}

/** Without the spaces that all lines begin with: programs stand within code that is indented itself. */
function withoutMargin(code: string): string {
  const lines = code.split("\n");
  const margins = lines.filter((line) => line.trim() !== "").map((line) => /^[ \t]*/.exec(line)?.[0].length ?? 0);
  const margin = Math.min(...margins, code.length);
  return lines.map((line) => line.slice(margin)).join("\n");
}
