/** Which argument belongs to which parameter, the same for functions, methods, SHAPEs and parametric SYMBOLs. */
import { didYouMean } from "../../errors.ts";
import { failure, type SourceFile } from "../diagnostics/index.ts";
import { type Argument, argumentName, type Identifier, isUnpacked } from "../syntax/index.ts";
import type { Signature } from "./catalog.ts";

export interface BoundArguments {
  readonly values: ReadonlyMap<string, Argument>;
  /** Those behind the last parameter, where any number is taken. */
  readonly rest: readonly Argument[];
  /** `*object`: what it holds is known when it is evaluated. */
  readonly unpacked: readonly Argument[];
}

/** Throws a Failure for arguments that are too many, too few, unknown or given twice. */
export function bindArguments(
  signature: Signature,
  args: readonly Argument[],
  callee: Identifier,
  source: SourceFile,
): BoundArguments {
  const { name, parameters, named } = signature;
  const values = new Map<string, Argument>();
  const rest: Argument[] = [];
  const unpacked: Argument[] = [];
  let position = 0;
  for (const argument of args) {
    if (isUnpacked(argument)) unpacked.push(argument);
    else if (argumentName(argument) === null) {
      if (position < parameters.length) values.set(parameters[position], argument);
      else if (signature.isOpen) rest.push(argument);
      else throw tooMany(signature, args, argument, source);
      position++;
    }
  }
  for (const argument of args) {
    const given = argumentName(argument);
    if (given === null) continue;
    const key = given.name;
    const span = { source, start: given.start, end: given.end };
    if (!parameters.includes(key) && !named.includes(key)) {
      const known = [...parameters, ...named];
      const list = known.length === 0 ? "it has none with a name" : `it has ${known.join(", ")}`;
      const message = `${name} has no argument "${key}"${didYouMean(key, known)}`;
      throw failure("unknown-argument", message, span, { hint: list });
    }
    if (values.has(key)) throw failure("argument-twice", `${name} is given its argument "${key}" twice`, span);
    values.set(key, argument);
  }
  if (unpacked.length === 0) checkRequired(signature, (key) => values.has(key), callee, source);
  return { values, rest, unpacked };
}

/** True where there are only values by position, and neither too few nor too many of them: most calls. */
export function isPlainCall({ parameters, required, isOpen }: Signature, args: readonly Argument[]): boolean {
  if (args.length > parameters.length && !isOpen) return false;
  // What is required comes first.
  if (args.length < required.length) return false;
  for (const { kind } of args) if (kind === "argument") return false;
  return true;
}

/** Throws a Failure that names the parameters that are missing. */
export function checkRequired(
  { name, parameters, required }: Signature,
  isGiven: (parameter: string) => boolean,
  callee: Identifier,
  source: SourceFile,
): void {
  const missing = required.filter((parameter) => !isGiven(parameter));
  if (missing.length === 0) return;
  const what = missing.map((one) => `"${one}"`).join(" and ");
  const message = `${name} needs ${what}, which ${missing.length === 1 ? "is" : "are"} not given`;
  const span = { source, start: callee.start, end: callee.end };
  throw failure("missing-argument", message, span, { hint: `${name}(${parameters.join(", ")})` });
}

function tooMany({ name, parameters }: Signature, args: readonly Argument[], extra: Argument, source: SourceFile) {
  const given = args.filter(({ kind }) => kind !== "argument").length;
  const takes =
    parameters.length === 0
      ? "no arguments"
      : `${parameters.length} argument${parameters.length === 1 ? "" : "s"} (${parameters.join(", ")})`;
  const message = `${name} takes ${takes}, but ${given} ${given === 1 ? "is" : "are"} given`;
  return failure("too-many-arguments", message, { source, start: extra.start, end: extra.end });
}
