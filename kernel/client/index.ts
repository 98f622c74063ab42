export {
  type ExecuteOptions,
  type ExecuteResult,
  KernelClient,
  type SendOptions,
  type StartOptions,
} from "./client.ts";
export type { Output } from "./outputs.ts";
