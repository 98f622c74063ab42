/** What each thread of a boolean loads. */
import { serveTasks } from "../../platform/index.ts";
import { runSentTask, type SentTask } from "./tasks.ts";

serveTasks<SentTask>(runSentTask);
