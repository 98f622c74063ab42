/** Windows as users give them. */
import { Box, checkBox } from "../geometry/index.ts";
import { toDbu } from "../units.ts";

/** A window in µm as database units. */
export function windowInDbu(window: Box, dbu: number): Box {
  checkBox(window, "a window");
  const side = (value: number) => toDbu(value, dbu, "window");
  return new Box(side(window.left), side(window.bottom), side(window.right), side(window.top));
}
