// AssemblyScript: numbers of any type as float64 and the other way.
import { pair, singles } from "./pairs";

// @ts-ignore: decorator
@inline
function widenOf<T>(from: usize, to: usize, count: i32): void {
  let i = 0;
  for (; i + 2 <= count; i += 2) v128.store(to + (<usize>i << 3), pair<T>(from + <usize>i * sizeof<T>()));
  if (i < count) store<f64>(to + (<usize>i << 3), <f64>load<T>(from + <usize>i * sizeof<T>()));
}

/** Numbers of a type as float64. Twin: `load`. */
export function widen(type: i32, from: usize, to: usize, count: i32): void {
  switch (type) {
    case 0: return widenOf<u8>(from, to, count);
    case 1: return widenOf<u16>(from, to, count);
    case 2: return widenOf<u32>(from, to, count);
    case 3: return widenOf<i8>(from, to, count);
    case 4: return widenOf<i16>(from, to, count);
    case 5: return widenOf<i32>(from, to, count);
    case 6: return widenOf<f32>(from, to, count);
  }
}

// @ts-ignore: decorator
@inline
function narrowOf<T>(from: usize, to: usize, count: i32): void {
  for (let i = 0; i < count; i++) store<T>(to + <usize>i * sizeof<T>(), <T>load<f64>(from + (<usize>i << 3)));
}

/** Numbers in float64, which are whole and of the type where it is one of integers, as that type. Twin: `store`. */
export function narrow(type: i32, from: usize, to: usize, count: i32): void {
  switch (type) {
    case 0: return narrowOf<u8>(from, to, count);
    case 1: return narrowOf<u16>(from, to, count);
    case 2: return narrowOf<u32>(from, to, count);
    case 3: return narrowOf<i8>(from, to, count);
    case 4: return narrowOf<i16>(from, to, count);
    case 5: return narrowOf<i32>(from, to, count);
    case 6: return narrowSingles(from, to, count);
  }
}

function narrowSingles(from: usize, to: usize, count: i32): void {
  let i = 0;
  for (; i + 4 <= count; i += 4) {
    const at = from + (<usize>i << 3);
    v128.store(to + (<usize>i << 2), singles(v128.load(at), v128.load(at, 16)));
  }
  for (; i < count; i++) store<f32>(to + (<usize>i << 2), <f32>load<f64>(from + (<usize>i << 3)));
}
