/** What each thread of a boolean loads. */
import { serveTasks } from "../../platform/index.ts";
import { runSentTask, type Task } from "./tasks.ts";

serveTasks<Task>(runSentTask);
