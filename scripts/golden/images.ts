/** Images and camera frames against numpy, andor3 and reasoning: see the golden folder's README for the fields. */
import { isDeepStrictEqual } from "node:util";
import { isReticleError } from "../../src/errors.ts";
import { cameraOperations } from "./images/camera.ts";
import { viewOperations } from "./images/views.ts";
import type { GoldenCheck, GoldenFailure } from "./index.ts";

/**
 * Does one case's work and tells everything of the result that `expect` may name, in its form (`contentOf` for arrays).
 * What it tells besides is not looked at.
 */
export type ImageOperation = (args: never) => object | Promise<object>;

/** Each operation of the file by its name. */
const operations: Readonly<Record<string, ImageOperation>> = { ...viewOperations, ...cameraOperations };

interface ImageCase {
  readonly id: string;
  readonly op: string;
  readonly args: never;
  readonly expect?: Readonly<Record<string, unknown>>;
  readonly error?: string;
}

export const checkImages: GoldenCheck = async ({ json }) => {
  const cases = (json as { cases: ImageCase[] }).cases;
  const failures: GoldenFailure[] = [];
  for (const one of cases) {
    const problem = await problemOf(one);
    if (problem !== null) failures.push({ name: one.id, problem });
  }
  return { passed: cases.length - failures.length, failures };
};

async function problemOf({ op, args, expect = {}, error: code }: ImageCase): Promise<string | null> {
  if (!Object.hasOwn(operations, op)) return `there is no operation ${op}`;
  let result: Readonly<Record<string, unknown>>;
  try {
    result = (await operations[op](args)) as Record<string, unknown>;
  } catch (error) {
    if (!isReticleError(error)) return `threw ${error}`;
    if (error.code === code) return null;
    return `threw ${error.code} (${error.message})${code === undefined ? "" : `, expected ${code}`}`;
  }
  if (code !== undefined) return `did not throw ${code}`;
  for (const [key, wanted] of Object.entries(expect)) {
    if (!isDeepStrictEqual(plain(result[key]), wanted)) {
      return `${key} is ${shown(plain(result[key]))}, expected ${shown(wanted)}`;
    }
  }
  return null;
}

/** As JSON has it, with integers of 64 bits as decimal text. */
function plain(value: unknown): unknown {
  const text = JSON.stringify(value, (_, inner) => (typeof inner === "bigint" ? String(inner) : inner));
  return text === undefined ? undefined : JSON.parse(text);
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
