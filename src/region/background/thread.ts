/** What the thread of `background` loads. */
import { serveBackground } from "../../platform/index.ts";
import { chooseEngine, onProgress, setCrossingLimit, setThreadCount } from "../engines/index.ts";
import type { Region } from "../region.ts";
import type { BackgroundTask } from "./background.ts";
import { packed, packedError, unpacked } from "./parcels.ts";

serveBackground<BackgroundTask>(async ({ region, name, args, engine, threads, crossingLimit }, report) => {
  try {
    await chooseEngine(engine);
    setThreadCount(threads);
    setCrossingLimit(crossingLimit);
    const target = unpacked(region) as Region;
    // Not each of many thousand parts is worth a message.
    let told = 0;
    onProgress((done) => {
      if (done >= told + 0.01) report((told = done));
    });
    const member = (target as unknown as Record<string, unknown>)[name];
    const result = typeof member === "function" ? member.apply(target, unpacked(args) as unknown[]) : member;
    return { result: packed(result, name) };
  } catch (error) {
    return { error: packedError(error) };
  } finally {
    onProgress(null);
  }
});
