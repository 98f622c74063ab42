/**
 * The functions and methods of the language: what they take, and what the language server and the documentation say of
 * them. What they do is in evaluate/functions/.
 */

/** What a call accepts. */
export interface Signature {
  readonly name: string;
  /** In the order in which they may be given without their names. */
  readonly parameters: readonly string[];
  /** Those that must be given, by position or name. */
  readonly required: readonly string[];
  /** Any number of values behind them. */
  readonly isOpen: boolean;
  /** What can only be given by name. */
  readonly named: readonly string[];
}

export interface Builtin extends Signature {
  readonly isMethod: boolean;
  /** How it is called, one line each way. */
  readonly forms: readonly string[];
  readonly about: string;
  /** An expression; a LAYER section can hold it where it is a shape. */
  readonly example: string;
}

export const anchorNames = ["n", "e", "s", "w", "ne", "se", "sw", "nw", "c"] as const;
export type AnchorName = (typeof anchorNames)[number];

interface Entry {
  readonly parameters?: string;
  readonly required?: string;
  readonly isOpen?: boolean;
  readonly named?: readonly string[];
  readonly forms: readonly string[];
  readonly about: string;
  readonly example: string;
}

const anchors: readonly string[] = anchorNames;

const functionEntries: Record<string, Entry> = {
  rect: {
    parameters: "dx dy",
    named: anchors,
    forms: ["rect(size)", "rect(dx, dy)", "rect([x1, y1], [x2, y2])", "rect(dx, dy, sw=[x, y])"],
    about: "A square or a rectangle, µm, centred on [0, 0] or placed by an anchor (n e s w ne se sw nw c).",
    example: "rect(10, 4, sw=[0, 0])",
  },
  polygon: {
    isOpen: true,
    forms: ["polygon([x1, y1], [x2, y2], [x3, y3], …)"],
    about: "A polygon through three points or more; it is closed by itself, and filled where it crosses itself.",
    example: "polygon([0, 0], [10, 0], [0, 10])",
  },
  text: {
    parameters: "string dy",
    required: "string",
    named: ["dx", "font", ...anchors],
    forms: ["text(string, dy=height)", "text(string, dx=width)", 'text(string, dy=10, font="solid", sw=[0, 0])'],
    about:
      "Text: dy is the height of the line, the same for all texts; dx the width of the text's box. The stencil face has no closed counters; the solid one has.",
    example: 'text("Reticle", dy=10)',
  },
  qrcode: {
    parameters: "string dy dx",
    required: "string dy",
    named: ["robust", "res", ...anchors],
    forms: ["qrcode(string, dy=size)", "qrcode(string, dy=size, robust=1..4, res=version)"],
    about:
      "A QR code of squares without quiet zone. robust: 1 (7 % may be lost) to 4 (30 %), 2 where not given; res: the least version, 1 to 40.",
    example: 'qrcode("https://example.org", dy=29)',
  },
  ref: {
    parameters: "symbol",
    required: "symbol",
    isOpen: true,
    forms: ["ref(symbol)", "ref(symbol, value, …)", "ref(symbol, name=value, *object)"],
    about: "Places a SYMBOL, with values for its parameters. Knows translate, rotate and array.",
    example: "ref(unit).array(4, 3, 2, 2)",
  },
  height: measure("height", "The height of a shape's box, µm; 0 for an empty shape."),
  width: measure("width", "The width of a shape's box, µm; 0 for an empty shape."),
  bb: measure("bb", "The box around a shape, as a shape."),
  center: measure("center", "The centre of mass of a shape, as a point."),
  cos: trigonometry("cos", "cos(60)"),
  sin: trigonometry("sin", "sin(30)"),
  tan: trigonometry("tan", "tan(45)"),
  asin: inverse("asin", "asin(0.5)"),
  acos: inverse("acos", "acos(0.5)"),
  atan: inverse("atan", "atan(1)"),
  atan2: {
    parameters: "y x",
    required: "y x",
    forms: ["atan2(y, x)"],
    about: "The angle of the point (x, y), degrees.",
    example: "atan2(1, 1)",
  },
  abs: number("abs", "The number without its sign.", "abs(-4)"),
  sqrt: number("sqrt", "The square root of a number from 0.", "sqrt(16)"),
  int: number("int", 'The whole number towards 0; also of a text: int("7").', "int(2.7)"),
  min: several("min", "The smallest of the numbers."),
  max: several("max", "The largest of the numbers."),
  mean: several("mean", "The mean of the numbers."),
  char: {
    parameters: "i",
    required: "i",
    forms: ["char(i)"],
    about: 'A letter: 0 gives "a", 25 gives "z".',
    example: "char(2)",
  },
};

const copy = ["copy"];

const methodEntries: Record<string, Entry> = {
  translate: {
    parameters: "dx dy",
    named: [...copy, ...anchors],
    forms: [".translate(dx, dy)", ".translate([dx, dy])", ".translate(sw=[x, y])", ".translate(dx, dy, copy=True)"],
    about: "Moved by dx, dy, or so that a side or corner of its box comes to a point.",
    example: "rect(4).translate(6, 0, copy=True)",
  },
  rotate: {
    parameters: "angle center",
    required: "angle",
    named: ["unit", ...copy],
    forms: [".rotate(angle)", ".rotate(angle, [x, y])", '.rotate(angle, unit="rad")', ".rotate(angle, copy=True)"],
    about: "Turned counter-clockwise by degrees about a point: the centre of mass where none is given.",
    example: "rect(10, 4).rotate(30)",
  },
  scale: {
    parameters: "sx sy center",
    required: "sx",
    named: copy,
    forms: [".scale(factor)", ".scale(sx, sy)", ".scale(factor, center=[x, y])"],
    about: "Larger by factors about a point: the centre of mass where none is given. Negative factors mirror.",
    example: "rect(4).scale(2, 1)",
  },
  mirror: {
    parameters: "p q",
    named: ["x", "y", ...copy],
    forms: [".mirror([x, y])", ".mirror([x1, y1], [x2, y2])", ".mirror(x=…)", ".mirror(y=…)"],
    about: "Mirrored at a point, at the line through two points, or at an upright (x=) or level (y=) line.",
    example: "polygon([0, 0], [0, 10], [10, 0]).mirror(x=-2, copy=True)",
  },
  grow: {
    parameters: "by",
    required: "by",
    forms: [".grow(by)"],
    about: "Larger by so many µm on each side, smaller where negative; corners stay sharp up to twice the distance.",
    example: "(rect(10) - rect(4)).grow(1)",
  },
  round: {
    parameters: "radius",
    required: "radius",
    forms: [".round(radius)"],
    about: "Every corner rounded by the radius, by less where the sides are too short.",
    example: "rect(10).round(2)",
  },
  array: {
    parameters: "nx ny dx dy",
    required: "nx",
    forms: [".array(nx, ny)", ".array(nx, ny, dx, dy)"],
    about:
      "nx by ny of it, its box and a gap (dx between columns, dy between rows; 0) apart. Shapes stay centred where they were; references begin there.",
    example: "rect(2).array(4, 3, 1, 1)",
  },
  call: {
    parameters: "start step stop",
    required: "start step stop",
    forms: ["shape.call(start=(…), step=(…), stop=(…))"],
    about:
      "A SHAPE with all combinations of values from start to stop in steps, one value a parameter; step 0 keeps start.",
    example: "bar.call(start=(1, 0), step=(1, 0), stop=(5, 0))",
  },
};

function measure(name: string, about: string): Entry {
  const example = name === "bb" ? "bb(rect(10).rotate(30))" : `${name}(rect(10, 4))`;
  return { parameters: "shape", required: "shape", forms: [`${name}(shape)`], about, example };
}
function trigonometry(name: string, example: string): Entry {
  return {
    parameters: "angle",
    required: "angle",
    named: ["unit"],
    forms: [`${name}(degrees)`, `${name}(angle, unit="rad")`],
    about: `The ${{ cos: "cosine", sin: "sine", tan: "tangent" }[name]} of an angle.`,
    example,
  };
}
function inverse(name: string, example: string): Entry {
  const forms = [`${name}(ratio)`];
  return {
    parameters: "ratio",
    required: "ratio",
    forms,
    about: `The angle whose ${name.slice(1)} this is, degrees.`,
    example,
  };
}
function number(name: string, about: string, example: string): Entry {
  return { parameters: "value", required: "value", forms: [`${name}(value)`], about, example };
}
function several(name: string, about: string): Entry {
  return { isOpen: true, forms: [`${name}(a, b, …)`], about, example: `${name}(3, 1, 2)` };
}

function catalog(entries: Record<string, Entry>, isMethod: boolean): ReadonlyMap<string, Builtin> {
  const words = (text = "") => text.split(" ").filter((word) => word !== "");
  return new Map(
    Object.entries(entries).map(
      ([name, { parameters, required, isOpen = false, named = [], forms, about, example }]) => [
        name,
        {
          name,
          parameters: words(parameters),
          required: words(required),
          isOpen,
          named,
          isMethod,
          forms,
          about,
          example,
        },
      ],
    ),
  );
}

export const functions = catalog(functionEntries, false);
export const methods = catalog(methodEntries, true);
/** Those that references know, too. */
export const referenceMethods: readonly string[] = ["translate", "rotate", "array"];

/** Names with a value of their own. */
export const constants: ReadonlyMap<string, string> = new Map([
  ["True", "1"],
  ["False", "0"],
  ["__FILENAME__", "the program's file name without its ending"],
  ["__HASH__", "five digits that change with the program's text"],
  ["__DATE__", "the day of the run: dd.mm.yyyy"],
  ["__TIME__", "the time of the run: hh:mm"],
]);
