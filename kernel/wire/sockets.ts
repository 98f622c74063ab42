/**
 * The sockets of both ends. The one file that imports `zeromq`.
 *
 * Traps: `send` must be awaited, one at a time (the first few hundred un-awaited sends pass, the next one throws EBUSY
 * and is lost); leaving the process with sockets open in a worker thread aborts it; the default high-water mark drops
 * messages for a slow subscriber, so there is none.
 */
import { Dealer, Request, Router, type Socket, Subscriber, XPublisher } from "zeromq";
import { type Channel, type ConnectionInfo, endpoint } from "./connection.ts";
import type { Frame } from "./frame.ts";

/** What both ends need of a socket. */
export interface FrameSocket {
  send(frames: readonly Frame[]): Promise<void>;
  receive(): AsyncIterable<Uint8Array[]>;
  close(): void;
}

export type FrameSockets = Record<Channel, FrameSocket>;

type Duplex = Socket & { send(frames: Frame[]): Promise<void>; receive(): Promise<Uint8Array[]> };

const unlimited = { sendHighWaterMark: 0, receiveHighWaterMark: 0 };

/** Binds the kernel's five sockets and tells where; a port that is taken is said in one sentence. */
export async function bindKernelSockets(
  asked: ConnectionInfo,
): Promise<{ sockets: FrameSockets; connection: ConnectionInfo }> {
  const router = { ...unlimited, linger: 1000, handover: true };
  const sockets = {
    shell: new Router(router),
    control: new Router(router),
    stdin: new Router(router),
    hb: new Router(router),
    // Every subscription is reported, so that each subscriber can be welcomed (JEP 65).
    iopub: new XPublisher({ ...unlimited, linger: 1000, verbosity: "allSubs" }),
  };
  const ports: Record<string, number> = {};
  try {
    for (const [channel, socket] of Object.entries(sockets)) {
      ports[`${channel}_port`] = await bind(socket, asked, channel as Channel);
    }
  } catch (error) {
    for (const socket of Object.values(sockets)) socket.close();
    throw error;
  }
  return { sockets: wrapAll(sockets as unknown as Record<Channel, Duplex>), connection: { ...asked, ...ports } };
}

/** Gives the port. */
async function bind(socket: Socket, connection: ConnectionInfo, channel: Channel): Promise<number> {
  const where = endpoint(connection, channel);
  try {
    await socket.bind(where);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === "EADDRINUSE" ? "the port is taken by another program" : message;
    throw new Error(`the ${channel} channel cannot listen on ${where}: ${why}`);
  }
  return connection[`${channel}_port`] || Number(/:(\d+)$/.exec(socket.lastEndpoint ?? "")?.[1]);
}

/**
 * Connects a client's sockets; `identity` is the same on shell, control and stdin, so that the kernel can ask back.
 *
 * Trap: a socket that meets another program on its way, or itself, is lost: ZeroMQ gives up a connection to a socket of
 * a wrong type, and forgets the subscription where the other side leaves during the handshake. So a client of ours
 * connects when its kernel listens.
 */
export function connectClientSockets(connection: ConnectionInfo, identity: string): FrameSockets {
  const dealer = { ...unlimited, linger: 0, routingId: identity, reconnectInterval: 5 };
  const subscriber = new Subscriber({ receiveHighWaterMark: 0, linger: 0, reconnectInterval: 5 });
  subscriber.subscribe("");
  const sockets = {
    shell: new Dealer(dealer),
    control: new Dealer(dealer),
    stdin: new Dealer(dealer),
    hb: new Request({ linger: 0, reconnectInterval: 5 }),
    iopub: subscriber,
  };
  for (const [channel, socket] of Object.entries(sockets)) socket.connect(endpoint(connection, channel as Channel));
  return wrapAll(sockets as unknown as Record<Channel, Duplex>);
}

function wrapAll(sockets: Record<Channel, Duplex>): FrameSockets {
  const entries = Object.entries(sockets).map(([channel, socket]) => [channel, wrap(socket)]);
  return Object.fromEntries(entries) as FrameSockets;
}

function wrap(socket: Duplex): FrameSocket {
  let last: Promise<void> = Promise.resolve();
  return {
    send(frames) {
      const sent = last.then(() => (socket.closed ? undefined : socket.send(frames as Frame[])));
      last = sent.catch(() => {});
      return sent;
    },
    async *receive() {
      while (!socket.closed) {
        let frames: Uint8Array[];
        try {
          frames = await socket.receive();
        } catch (error) {
          if (socket.closed) return;
          throw error;
        }
        yield frames;
      }
    },
    close: () => socket.close(),
  };
}
