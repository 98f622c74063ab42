export {
  type Channel,
  type ConnectionInfo,
  channels,
  endpoint,
  hasPorts,
  isReadByOthers,
  readConnectionFile,
  rewriteConnectionFile,
  writeConnectionFile,
} from "./connection.ts";
export type { Frame } from "./frame.ts";
export {
  decodeMessage,
  encodeMessage,
  type Header,
  type JsonObject,
  type Message,
  newHeader,
  protocolVersion,
  readMessage,
} from "./message.ts";
export { Replays } from "./replays.ts";
export { createSigner, type Signer } from "./signer.ts";
export { bindKernelSockets, connectClientSockets, type FrameSocket, type FrameSockets } from "./sockets.ts";
