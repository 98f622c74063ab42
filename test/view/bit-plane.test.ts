import assert from "node:assert/strict";
import { test } from "node:test";
import { BitPlane } from "../../src/view/painting/bit-plane.ts";
import { randomNumbers } from "../support/random-numbers.ts";

function isSet(plane: BitPlane, row: number, column: number): boolean {
  return ((plane.words[plane.start(row) + (column >> 5)] >> (column & 31)) & 1) === 1;
}

function pixels(plane: BitPlane): string[] {
  const row = (r: number) => Array.from({ length: plane.width }, (_, c) => (isSet(plane, r, c) ? "#" : "."));
  return Array.from({ length: plane.height }, (_, r) => row(r).join(""));
}

test("a span and a block are the pixels between their ends, as far as they are on the plane", () => {
  for (const [left, right] of [
    [3, 3],
    [0, 31],
    [31, 32],
    [5, 69],
    [-1e12, 40],
    [60, 1e12],
    [9, 8],
    [90, 99],
  ]) {
    const plane = new BitPlane(70, 3);
    plane.span(1, left, right);
    plane.span(7, left, right);
    const expected = Array.from({ length: 70 }, (_, c) => (c >= left && c <= right ? "#" : ".")).join("");
    assert.deepEqual(pixels(plane), [".".repeat(70), expected, ".".repeat(70)]);
  }
  const plane = new BitPlane(6, 4);
  plane.block(-1e12, 2, 1, 1e12);
  assert.deepEqual(pixels(plane), ["..####", "..####", "......", "......"]);
});

test("widening gives every pixel the square of a pen, from pixels of the margin as well", () => {
  const seed = 5;
  const random = randomNumbers(seed);
  const [width, height] = [75, 30];
  for (const pen of [1, 2, 3, 4, 7, 31, 32, 33, 64, 70]) {
    const plane = new BitPlane(width, height, pen);
    const expected = Array.from({ length: height }, () => new Array<string>(width).fill("."));
    for (let i = 0; i < 12; i++) {
      const row = Math.floor(random() * (height + 40)) - 20;
      const column = Math.floor(random() * (width + 40)) - 20;
      if (row < -plane.margin || column < -plane.margin) continue;
      plane.pixel(row, column);
      // The pen reaches half its width to the right and down, and the rest, less the pixel itself, to the left and up.
      for (let r = row - (pen >> 1); r <= row + ((pen - 1) >> 1); r++)
        for (let c = column - ((pen - 1) >> 1); c <= column + (pen >> 1); c++)
          if (r >= 0 && r < height && c >= 0 && c < width) expected[r][c] = "#";
    }
    plane.widen(pen);
    assert.deepEqual(
      pixels(plane),
      expected.map((row) => row.join("")),
      `a pen of ${pen} pixels, seed ${seed}`,
    );
  }
});

test("a plane that was cleared is empty", () => {
  const plane = new BitPlane(40, 5, 3);
  plane.block(0, 3, 4, 20);
  plane.widen(3);
  plane.clear();
  assert.ok(plane.words.every((word) => word === 0));
  assert.ok(plane.touched[0] > plane.touched[1]);
});

test("blocks and spans upon each other by the thousands are the same pixels, cleared and drawn again as well", () => {
  const random = randomNumbers(6);
  const [width, height, margin] = [700, 90, 32];
  const plane = new BitPlane(width, height, 3);
  for (const count of [60_000, 30]) {
    const rows = Array.from({ length: height }, () => new Uint8Array(width));
    const within = (value: number, most: number) => Math.min(most, Math.max(0, value));
    for (let i = 0; i < count; i++) {
      const left = Math.floor(random() * 380) - margin;
      const bottom = Math.floor(random() * 60) - margin;
      const [right, top] = [left + Math.floor(random() * 380), bottom + (i % 3 === 0 ? 0 : Math.floor(random() * 60))];
      if (i % 3 === 0) plane.span(bottom, left, right);
      else plane.block(bottom, left, top, right);
      for (let row = within(bottom, height); row <= top && row < height; row++)
        rows[row].fill(1, within(left, width), within(right + 1, width));
    }
    assert.deepEqual(
      pixels(plane),
      rows.map((row) => row.reduce((text, bit) => text + (bit === 1 ? "#" : "."), "")),
    );
    plane.clear();
  }
});
