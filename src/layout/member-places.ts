/** Where the members of an array lie, relative to the first one: at columns × rows, or at x,y pairs. Database units. */
export interface MemberPlaces<Offsets extends ArrayLike<number> = ArrayLike<number>> {
  readonly columns: number;
  readonly rows: number;
  readonly columnX: number;
  readonly columnY: number;
  readonly rowX: number;
  readonly rowY: number;
  /** x,y pairs of all members, in the place of the above; null for a regular array. */
  readonly offsets: Offsets | null;
}
