/** Arrays as the golden images write them: elements in base64, strides and offsets in elements. */
import { type Dtype, dtypeOf, type NdArray, ndArray, packedStride, type TypedArray } from "../../../src/image/index.ts";

/** How pixels lie in a buffer (`buffer`), or their values in C order (`cOrder`). */
export interface GoldenArray {
  readonly dtype: GoldenDtype;
  readonly shape: readonly number[];
  readonly stride?: readonly number[];
  readonly offset?: number;
  readonly buffer?: string;
  readonly cOrder?: string;
}

type GoldenDtype = "bool" | "uint64" | "int64" | Exclude<Dtype, "uint8_clamped" | "biguint64" | "bigint64">;

const constructors: Record<GoldenDtype, new (buffer: ArrayBuffer) => TypedArray> = {
  bool: Uint8Array,
  uint8: Uint8Array,
  int8: Int8Array,
  uint16: Uint16Array,
  int16: Int16Array,
  uint32: Uint32Array,
  int32: Int32Array,
  float32: Float32Array,
  float64: Float64Array,
  uint64: BigUint64Array,
  int64: BigInt64Array,
};

const goldenNames: Partial<Record<Dtype, string>> = { biguint64: "uint64", bigint64: "int64" };

/** Bytes in memory of their own, so that they begin at an even address. */
export function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(Buffer.from(base64, "base64"));
}

export function arrayOf({ dtype, shape, stride, offset = 0, buffer, cOrder }: GoldenArray): NdArray<TypedArray> {
  const data = new constructors[dtype](bytesOf(buffer ?? cOrder ?? "").buffer as ArrayBuffer);
  return ndArray(data, { shape, stride: stride ?? packedStride(shape), offset });
}

/** What `expect` says of an array: type, sizes, strides and the values in C order. */
export function contentOf(array: NdArray<TypedArray>) {
  const { data, shape, stride, offset } = array;
  const size = shape.reduce((product, n) => product * n, 1);
  const packed = new (data.constructor as new (length: number) => TypedArray)(size);
  const at = new Array<number>(shape.length).fill(0);
  for (let i = 0; i < size; i++) {
    packed[i] = data[at.reduce((sum, index, axis) => sum + index * stride[axis], offset)];
    for (let axis = shape.length - 1; axis >= 0 && ++at[axis] === shape[axis]; axis--) at[axis] = 0;
  }
  return {
    dtype: goldenNames[dtypeOf(data)] ?? dtypeOf(data),
    shape: [...shape],
    stride: [...stride],
    offset,
    cOrder: Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength).toString("base64"),
  };
}

/** A list of numbers as an ndarray of rank 1. */
export function listed(data: TypedArray): NdArray<TypedArray> {
  return ndArray(data, { shape: [data.length], stride: [1], offset: 0 });
}
