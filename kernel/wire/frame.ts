/** One part of a message as it is sent; a text as UTF-8. */
export type Frame = Uint8Array | string;
