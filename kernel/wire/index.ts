export {
  type Channel,
  type ConnectionInfo,
  channels,
  endpoint,
  isReadByOthers,
  readConnectionFile,
  writeConnectionFile,
} from "./connection.ts";
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
export { bindKernelSockets, connectClientSockets, type FrameSocket, type FrameSockets, freePorts } from "./sockets.ts";
