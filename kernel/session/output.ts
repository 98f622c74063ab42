/** The engine's outputs as iopub messages. */
import { type FromEngine, weightOf } from "../ports.ts";
import type { EngineLink } from "./engine-link.ts";
import type { Runs } from "./runs.ts";
import type { Session } from "./session.ts";

type Output = FromEngine & { type: "stream" | "display" | "clear" | "error" };

export async function publishOutput(output: Output, session: Session, runs: Runs, engine: EngineLink): Promise<void> {
  const parent = runs.parentOf(output.run);
  if (parent !== null) {
    if (output.type === "stream") await session.publish("stream", parent, { name: output.name, text: output.text });
    else if (output.type === "error") await session.publish("error", parent, { ...output.error });
    else if (output.type === "clear") await session.publish("clear_output", parent, { wait: output.wait });
    else {
      const transient = output.id === undefined ? {} : { display_id: output.id };
      const type = output.update ? "update_display_data" : "display_data";
      await session.publish(type, parent, { data: output.data, metadata: output.metadata, transient });
    }
  }
  if (output.type !== "error") engine.published(weightOf(output));
}
