export interface PlacedLabel {
  text: string;
  /** Where its middle should be, in pixels. */
  x: number;
}

/** Labels of one line moved apart just so far that none covers another or leaves the line. */
export function spreadLabels(
  labels: readonly PlacedLabel[],
  left: number,
  right: number,
  characterPx = 5.6,
): PlacedLabel[] {
  const sorted = labels
    .map(({ text, x }) => ({ text, x, half: (text.length * characterPx) / 2 + 3 }))
    .sort((one, other) => one.x - other.x);
  let from = left;
  for (const label of sorted) {
    label.x = Math.max(label.x, from + label.half);
    from = label.x + label.half;
  }
  let to = right;
  for (const label of sorted.toReversed()) {
    label.x = Math.min(label.x, to - label.half);
    to = label.x - label.half;
  }
  return sorted.map(({ text, x }) => ({ text, x }));
}
