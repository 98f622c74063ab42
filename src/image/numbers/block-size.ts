/** Numbers a block: runs are gone through in parts of this size, which stay in the processor's cache. */
export const blockSize = 4096;
