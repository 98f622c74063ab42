/** The front end's side of comms: what the kernel publishes, heard as it comes. */
import type { Message } from "../../kernel/wire/index.ts";
import { type KernelUnderTest, patience } from "./support.ts";

type Claim = (message: Message) => boolean;

export const isType = (type: string) => (message: Message) => message.header.msg_type === type;

export interface FrontEnd {
  /** Collects iopub messages until `isLast` holds of one. */
  hearUntil(isLast: Claim): Promise<Message[]>;
  /** Sends a comm message and collects what is published for it until the kernel is idle again. */
  tell(type: string, content: object, buffers?: readonly Uint8Array[]): Promise<Message[]>;
}

export function frontEnd(kernel: KernelUnderTest): FrontEnd {
  function hearUntil(isLast: Claim): Promise<Message[]> {
    const heard: Message[] = [];
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => finish(() => reject(new Error("the message did not come"))), patience);
      const stop = kernel.client.onIopub((message) => {
        heard.push(message);
        if (isLast(message)) finish(() => resolve(heard));
      });
      const finish = (settle: () => void): void => {
        clearTimeout(late);
        stop();
        settle();
      };
    });
  }

  async function tell(type: string, content: object, buffers: readonly Uint8Array[] = []): Promise<Message[]> {
    let id = "";
    const idle = hearUntil(
      (message) => message.parentHeader.msg_id === id && message.content.execution_state === "idle",
    );
    id = await kernel.client.send("shell", type, { ...content }, { buffers });
    return (await idle).filter(({ parentHeader }) => parentHeader.msg_id === id);
  }

  return { hearUntil, tell };
}
