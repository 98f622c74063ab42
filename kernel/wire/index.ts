export {
  type Channel,
  type ConnectionInfo,
  channels,
  endpoint,
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
} from "./message.ts";
export { createSigner, type Signer } from "./signer.ts";
export { bindKernelSockets, connectClientSockets, type FrameSocket, type FrameSockets, freePorts } from "./sockets.ts";
