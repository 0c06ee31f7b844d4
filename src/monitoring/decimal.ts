/** A finite number in decimal notation with a dot, at most six places and no exponent. */
export function decimal(value: number): string {
  if (Number.isInteger(value)) return BigInt(value).toString();
  return value
    .toFixed(6)
    .replace(/\.?0+$/, "")
    .replace(/^-0$/, "0");
}
