/** The arrays that hold pixels, and their names. */
import { ReticleError } from "../errors.ts";

export type FloatArray = Float32Array | Float64Array;
export type IntegerArray =
  | Uint8Array
  | Uint8ClampedArray
  | Uint16Array
  | Uint32Array
  | Int8Array
  | Int16Array
  | Int32Array;
// Written so that TypeScript before 5.7, which knows no BigInt64Array<ArrayBuffer>, reads the declarations too.
export type BigArray = InstanceType<typeof BigInt64Array> | InstanceType<typeof BigUint64Array>;
export type TypedArray = FloatArray | IntegerArray | BigArray;

/** What one element reads as. */
export type ElementOf<D extends TypedArray> = D extends BigArray ? bigint : number;

export type Dtype =
  | "uint8"
  | "uint8_clamped"
  | "uint16"
  | "uint32"
  | "int8"
  | "int16"
  | "int32"
  | "float32"
  | "float64"
  | "bigint64"
  | "biguint64";

/** The array that holds pixels of a type. */
export interface ArrayOf {
  uint8: Uint8Array;
  uint8_clamped: Uint8ClampedArray;
  uint16: Uint16Array;
  uint32: Uint32Array;
  int8: Int8Array;
  int16: Int16Array;
  int32: Int32Array;
  float32: Float32Array;
  float64: Float64Array;
  bigint64: InstanceType<typeof BigInt64Array>;
  biguint64: InstanceType<typeof BigUint64Array>;
}

const constructors: Record<Dtype, new (length: number) => TypedArray> = {
  uint8: Uint8Array,
  uint8_clamped: Uint8ClampedArray,
  uint16: Uint16Array,
  uint32: Uint32Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  float32: Float32Array,
  float64: Float64Array,
  bigint64: BigInt64Array,
  biguint64: BigUint64Array,
};

/** All names. */
export const dtypes = Object.keys(constructors) as readonly Dtype[];

/** By the name in the prototype chain, so that arrays of another realm count too. */
const dtypeNames: Record<string, Dtype> = {
  Uint8Array: "uint8",
  Uint8ClampedArray: "uint8_clamped",
  Uint16Array: "uint16",
  Uint32Array: "uint32",
  Int8Array: "int8",
  Int16Array: "int16",
  Int32Array: "int32",
  Float32Array: "float32",
  Float64Array: "float64",
  BigInt64Array: "bigint64",
  BigUint64Array: "biguint64",
};

const tagOf = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag)!.get!;

export function isTypedArray(value: unknown): value is TypedArray {
  return ArrayBuffer.isView(value) && dtypeNames[tagOf.call(value) as string] !== undefined;
}

export function dtypeOf(data: TypedArray): Dtype {
  return dtypeNames[tagOf.call(data) as string];
}

export function isBig(data: TypedArray): data is BigArray {
  return data instanceof BigInt64Array || data instanceof BigUint64Array;
}

/** A new array of zeros; throws an ImageError where there is no memory for it. */
export function allocate(dtype: Dtype, length: number): TypedArray {
  try {
    return new constructors[dtype](length);
  } catch (cause) {
    throw new ReticleError("ImageError", "size", `there is no memory for ${length} pixels of ${dtype}`, { cause });
  }
}

/** An array over memory that is there; its start must be a multiple of the type's bytes. */
export function arrayOver(dtype: Dtype, buffer: ArrayBufferLike, start: number, length: number): TypedArray {
  const Pixels = constructors[dtype] as unknown as new (
    b: ArrayBufferLike,
    start: number,
    length: number,
  ) => TypedArray;
  return new Pixels(buffer, start, length);
}

/** A new array of zeros of the same type as `like`. */
export function allocateLike<D extends TypedArray>(like: D, length: number): D {
  return allocate(dtypeOf(like), length) as D;
}
