/** Properties that a file attaches to single elements: GDSII's numbered texts, OASIS' named value lists. */

/** A GDSII attribute number or an OASIS property name, and its values. */
export type Property = readonly [attribute: number | string, ...values: (number | string)[]];

export type PropertyList = readonly Property[];
