/** The hooks that Node calls on the thread that imports (22.15, 24). */
import type { RegisterHooksOptions } from "node:module";
import { withOwnGlobals } from "../own-globals.ts";
import { refuseAbsent } from "./absent.ts";
import type { LoadedModule, LocalModules } from "./local.ts";
import { offeredModule } from "./own-package.ts";
import { forgetEdited } from "./require.ts";

function foundBy<T>(resolve: () => T, local: LocalModules, parent: string | undefined): T {
  try {
    return resolve();
  } catch (error) {
    local.notFound(parent);
    throw error;
  }
}

export function synchronousHooks(
  local: LocalModules,
  loadOf: (url: string) => LoadedModule | null,
): RegisterHooksOptions {
  return {
    resolve(specifier, context, next) {
      const url = local.resolve(specifier, context.parentURL);
      if (url !== null) {
        forgetEdited(local, url);
        return { url, shortCircuit: true };
      }
      const offered = offeredModule(specifier);
      if (offered === null) {
        const found = foundBy(
          () => {
            if (context.conditions?.includes("require") !== true)
              withOwnGlobals(() => refuseAbsent(specifier, context.parentURL));
            return next(specifier, context);
          },
          local,
          context.parentURL,
        );
        const versioned = local.versioned(found.url);
        if (versioned === null) return found;
        forgetEdited(local, versioned);
        return { ...found, url: versioned };
      }
      const ours = { url: offered.url, shortCircuit: true };
      if (!offered.isFallback) return ours;
      try {
        return next(specifier, context);
      } catch {
        return ours;
      }
    },
    load(url, context, next) {
      // Node's own `require` reads JSON; of ours it would be given a module's text.
      const isRequiredJson = context.conditions?.includes("require") && /\.json(?:\?|$)/.test(url);
      const loaded = isRequiredJson ? null : loadOf(url);
      return loaded === null ? next(url, context) : { ...loaded, shortCircuit: true };
    },
  };
}
