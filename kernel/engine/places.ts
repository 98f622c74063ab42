/** Where an error is that has no stack to tell it: a syntax error, an import of a cell that failed, what it awaited. */
import { brokenFile } from "./broken-file.ts";
import { ImportError } from "./cell-context.ts";
import type { Run } from "./run.ts";
import type { Place, Sources } from "./sources.ts";
import { TypeScriptSyntaxError } from "./transpile.ts";

/** In the cell itself. */
export function syntaxPlace(error: unknown, { message }: Run): Place | null {
  if (!(error instanceof TypeScriptSyntaxError)) return null;
  return { label: `In[${message.count}]`, source: message.code, line: error.line, column: error.column };
}

/** What a cell threw: an import that failed stands for its cause, at the import's place. */
export function thrownFrom(
  error: unknown,
  run: Run,
  sources: Sources,
  folder: string,
): { thrown: unknown; place: Place | null } {
  const isImport = ImportError.is(error);
  const thrown = isImport ? error.cause : error;
  try {
    return {
      thrown,
      place: filePlace(thrown, isImport, sources, folder) ?? (isImport ? importPlace(run, error) : null),
    };
  } catch {
    // Shown without a place rather than not at all.
    return { thrown, place: null };
  }
}

/** Where a syntax error in an imported file is. */
function filePlace(error: unknown, isImport: boolean, sources: Sources, folder: string): Place | null {
  try {
    if (!(error instanceof SyntaxError)) return null;
    return sources.syntaxPlace(error) ?? brokenFile(error, isImport, sources, folder);
  } catch {
    // A proxy whose traps throw.
    return null;
  }
}

function importPlace({ code, message }: Run, error: ImportError): Place | null {
  const at = code?.cell.importPlace(error.index);
  return at == null ? null : { label: `In[${message.count}]`, source: message.code, ...at };
}

/** The `await` of the cell that has failed; null where the cell itself threw. */
export function awaitPlace({ code, message }: Run): Place | null {
  const index = code?.context.awaiting ?? null;
  const at = index === null ? null : code?.cell.awaitPlace(index);
  return at == null ? null : { label: `In[${message.count}]`, source: message.code, ...at };
}
