import { invalid } from "./errors.ts";

/** A decimal number: `digits` x 10^`exponent`; `digits` has no zeros at its end, and no sign for zero. */
interface Decimal {
  digits: bigint;
  exponent: number;
}

const mostDigits = 38;
const largestExponent = 125;
const smallestExponent = -130;

/**
 * A number as DynamoDB keeps it: 38 significant digits, magnitudes from 1E-130 to 9.99E+125, in plain notation
 * without zeros that say nothing. Throws ValidationException.
 */
export function normalizeNumber(text: string): string {
  return formatDecimal(parseDecimal(text));
}

export const addNumbers = (a: string, b: string): string => sum(parseDecimal(a), parseDecimal(b));

export function subtractNumbers(a: string, b: string): string {
  const { digits, exponent } = parseDecimal(b);
  return sum(parseDecimal(a), { digits: -digits, exponent });
}

/** Both are normalized. */
export function compareNumbers(a: string, b: string): number {
  return Buffer.compare(encodeNumber(a), encodeNumber(b));
}

/** Bytes that sort as the numbers do: sign, exponent, pairs of digits; a negative number's are turned round. */
export function encodeNumber(text: string): Buffer {
  const { digits, exponent } = parseDecimal(text);
  if (digits === 0n) return Buffer.from([1]);
  const negative = digits < 0n;
  const magnitude = String(negative ? -digits : digits);
  const bytes = [0, 0];
  const place = exponent + magnitude.length + 500;
  bytes[0] = place >> 8;
  bytes[1] = place & 0xff;
  for (let index = 0; index < magnitude.length; index += 2)
    bytes.push(Number(magnitude.slice(index, index + 2).padEnd(2, "0")) + 1);
  return negative
    ? Buffer.from([0, ...bytes.map((byte) => 255 - byte), 255])
    : Buffer.from([2, ...bytes]);
}

function parseDecimal(text: string): Decimal {
  const match = /^\s*([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,9}))?\s*$/.exec(text);
  const [, sign = "", whole = "", fraction = "", power = "0"] = match ?? [];
  if (!match || whole + fraction === "")
    throw invalid(
      text === ""
        ? "The parameter cannot be converted to a numeric value"
        : `The parameter cannot be converted to a numeric value: ${text}`,
    );
  return checked(BigInt(`${whole}${fraction}`), Number(power) - fraction.length, sign === "-");
}

/** Throws when the number cannot be kept exactly. */
function checked(magnitude: bigint, power: number, negative: boolean): Decimal {
  if (magnitude === 0n) return { digits: 0n, exponent: 0 };
  const all = String(magnitude);
  const significant = all.replace(/0+$/, "");
  const exponent = power + all.length - significant.length;
  const scientific = exponent + significant.length - 1;
  if (significant.length > mostDigits)
    throw invalid("Attempting to store more than 38 significant digits in a Number");
  if (scientific > largestExponent)
    throw invalid(
      "Number overflow. Attempting to store a number with magnitude larger than supported range",
    );
  if (scientific < smallestExponent)
    throw invalid(
      "Number underflow. Attempting to store a number with magnitude smaller than supported range",
    );
  const digits = BigInt(significant);
  return { digits: negative ? -digits : digits, exponent };
}

function sum(a: Decimal, b: Decimal): string {
  const exponent = Math.min(a.exponent, b.exponent);
  const total =
    a.digits * 10n ** BigInt(a.exponent - exponent) +
    b.digits * 10n ** BigInt(b.exponent - exponent);
  return formatDecimal(checked(total < 0n ? -total : total, exponent, total < 0n));
}

function formatDecimal({ digits, exponent }: Decimal): string {
  const sign = digits < 0n ? "-" : "";
  const text = String(digits < 0n ? -digits : digits);
  if (exponent >= 0) return sign + text + "0".repeat(exponent);
  const point = text.length + exponent;
  return point > 0
    ? `${sign}${text.slice(0, point)}.${text.slice(point)}`
    : `${sign}0.${"0".repeat(-point)}${text}`;
}
