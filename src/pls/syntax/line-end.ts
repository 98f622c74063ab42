/** Where the end of a piece of a line stands, for those who put something there before the line is whole. */

export function endsIn(line: string): "code" | "string" | "comment" {
  let quote = "";
  for (const character of line) {
    if (quote !== "") {
      if (character === quote) quote = "";
    } else if (character === '"' || character === "'") quote = character;
    else if (character === "#") return "comment";
  }
  return quote === "" ? "code" : "string";
}
