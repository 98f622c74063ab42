export {
  type PythonArguments,
  type PythonOptions,
  type PythonProgram,
  type PythonRunOptions,
  python,
} from "./python.ts";
export type { PythonResult, ResultOf } from "./python-result.ts";
export type { PythonArgument, PythonValue } from "./python-values.ts";
