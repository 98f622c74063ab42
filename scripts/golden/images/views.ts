// Images and numpy's arrays: the operations of sections 2 and 3, npy and PNG.
import { decodeNpy, decodeNpz, decodePng, encodeNpy, readTiff } from "../../../src/formats/index.ts";
import {
  type AnyImageView,
  type Axes,
  contiguityOf,
  fromBinaryArray,
  fromLabelArray,
  fromNdarray,
  fromRgbArray,
  type ImageType,
  ImageView,
  type NdArray,
  numpyOrdered,
  orderFromNdarray,
  planeOf,
  type TypedArray,
} from "../../../src/image/index.ts";
import { arrayOf, bytesOf, contentOf, type GoldenArray } from "./arrays.ts";

interface ArrayArgs {
  readonly array: GoldenArray;
  readonly type: ImageType | null;
  readonly axes: readonly string[] | null;
  readonly order: readonly string[] | null;
  readonly image: GoldenArray;
  readonly components?: number;
}

const namesOf = (names: readonly string[]) => names.map((name) => name.toLowerCase()) as unknown as Axes;
const upper = (axes: Axes | null) => axes?.map((name) => name.toUpperCase()) ?? null;

/** Everything that the goldens ask of a view over `given`; `bool` is a dtype that arrives as uint8. */
function told(view: AnyImageView, given: NdArray<TypedArray> | null, dtype?: string): object {
  const { array, axes, kind } = view;
  const sizes = Object.fromEntries((axes ?? []).map((axis, i) => [axis.toUpperCase(), view.shape[i]]));
  return {
    ...contentOf(array),
    ...(dtype === "bool" ? { dtype } : {}),
    axes: upper(axes),
    sizes,
    kind,
    stride: array.stride,
    offset: array.offset,
    sharesBuffer: given !== null && array.data.buffer === given.data.buffer,
  };
}

/** An array without how it lies in memory. */
function valuesOf(array: NdArray<TypedArray>): object {
  const { dtype, shape, cOrder } = contentOf(array);
  return { dtype, shape, cOrder };
}

const ofKind =
  (make: (array: NdArray<TypedArray>) => AnyImageView) =>
  ({ array: golden }: ArrayArgs): object => {
    const array = arrayOf(golden);
    return told(make(array), array, golden.dtype);
  };

export const viewOperations = {
  fromNdarray({ array: golden, type }: ArrayArgs): object {
    const array = arrayOf(golden);
    return told(fromNdarray(array, type as "IMAGE"), array);
  },
  orderFromNdarray({ array: golden, axes }: ArrayArgs): object {
    const array = arrayOf(golden);
    return told(orderFromNdarray(array, namesOf(axes ?? [])), array);
  },
  toOrdered({ image, axes, components, order }: ArrayArgs): object {
    const array = arrayOf(image);
    const options = { components, axes: axes === null ? null : namesOf(axes) };
    const view = ImageView.from(array, options as { axes: Axes }) as AnyImageView;
    return told(numpyOrdered(view, order === null ? undefined : namesOf(order)), array);
  },
  reorder({ array: golden, axes, order }: ArrayArgs): object {
    const array = arrayOf(golden);
    const view = ImageView.from(array, { axes: namesOf(axes ?? []) }) as AnyImageView;
    return told(view.reorder(namesOf(order ?? []) as never), array);
  },
  toContiguous({ array: golden }: ArrayArgs): object {
    const array = arrayOf(golden);
    return told(ImageView.from(array).toContiguous(), array);
  },
  fromRgbArray: ofKind(fromRgbArray),
  fromBinaryArray: ofKind(fromBinaryArray),
  fromLabelArray: ofKind(fromLabelArray),
  contiguityOf({ array: golden, axes }: ArrayArgs): object {
    const view = ImageView.from(arrayOf(golden), { axes: namesOf(axes ?? []) });
    return { ...contentOf(view.array), ...contiguityOf(view), plane0: valuesOf(planeOf(view).array) };
  },
  readNpy({ file }: { readonly file: string }): object {
    const view = decodeNpy(bytesOf(file));
    const isFortran = view.array.shape.length > 1 && view.array.stride[0] === 1 && view.array.stride.at(-1) !== 1;
    return { ...told(view, null, view.kind === "binary" ? "bool" : undefined), fortranOrder: isFortran };
  },
  readNpz({ file }: { readonly file: string }): object {
    const arrays = Object.entries(decodeNpz(bytesOf(file)));
    return Object.fromEntries(arrays.map(([name, view]) => [name, valuesOf(view.array)]));
  },
  writeNpy({ array }: ArrayArgs): object {
    return { file: Buffer.from(encodeNpy(ImageView.from(arrayOf(array)))).toString("base64") };
  },
  async readTiff({ file }: { readonly file: string }): Promise<object> {
    const view = await readTiff(bytesOf(file));
    const letters = {
      sequence: "T",
      slice: "Z",
      channel: view.axes.at(-1) === "channel" ? "S" : "C",
      row: "Y",
      column: "X",
    };
    return { ...told(view, null), tiffAxes: view.axes.map((axis) => letters[axis]).join("") };
  },
  readPng({ file }: { readonly file: string }): object {
    return told(decodePng(bytesOf(file)), null);
  },
};
