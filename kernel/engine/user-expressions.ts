/** The `user_expressions` of an execute_request: small cells, each with an answer of its own. */
import { bundleOf } from "../display/index.ts";
import type { ErrorReport } from "../ports.ts";
import type { CellContext, CompiledCell } from "./compile.ts";
import { withOwnGlobals } from "./own-globals.ts";

export interface ExpressionParts {
  /** Compiles, and makes its names known. */
  compile(code: string, label: string): CompiledCell;
  context(cell: CompiledCell): CellContext;
  report(error: unknown): ErrorReport;
}

export async function answerExpressions(
  expressions: Readonly<Record<string, string>>,
  { compile, context, report }: ExpressionParts,
): Promise<Record<string, unknown>> {
  const answers: Record<string, unknown> = {};
  if (isEmpty(expressions)) return answers;
  const entries = withOwnGlobals(() => Object.entries(expressions));
  for (let i = 0; i < entries.length; i++) {
    const { 0: name, 1: code } = entries[i];
    try {
      const cell = withOwnGlobals(() => compile(code, name));
      const found = context(cell);
      const { run } = cell;
      await run(found);
      answers[name] = { status: "ok", data: await bundleOf(found.value), metadata: {} };
    } catch (error) {
      answers[name] = { status: "error", ...report(error) };
    }
  }
  return answers;
}

/** Most cells have none; nothing of the user's is called for that. */
function isEmpty(expressions: object): boolean {
  for (const _ in expressions) return false;
  return true;
}
