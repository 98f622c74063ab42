/** numpy, scipy and scikit-image in the reference Python: one program, JSON in and out. */
import { execFileSync } from "node:child_process";
import { referencePython, withoutPython } from "./project.ts";

const imports = `import sys, json, numpy as np, scipy.ndimage as ndi, scipy.fft
from skimage import measure, transform
d = json.load(sys.stdin)`;

/** What the script prints as JSON; the input is `d` in it. */
export function scientificPython(script: string, input: unknown) {
  const options = { input: JSON.stringify(input), encoding: "utf8", maxBuffer: 2 ** 28 } as const;
  return JSON.parse(execFileSync(referencePython()!, ["-c", `${imports}\n${script}`], options));
}

/** Why tests that need it are left out, or false. */
export const withoutScientificPython =
  withoutPython ||
  (() => {
    try {
      execFileSync(referencePython()!, ["-c", "import scipy, skimage"], { stdio: "ignore" });
      return false;
    } catch {
      return "no scipy and scikit-image in the reference Python";
    }
  })();
