import type { ComparisonOperator } from "@aws-sdk/client-cloudwatch";

/** How a value compares with the threshold, by the operator's name and as AWS says it. */
export const comparisons: Partial<
  Record<
    ComparisonOperator,
    { breaches: (value: number, threshold: number) => boolean; words: string }
  >
> = {
  GreaterThanOrEqualToThreshold: {
    breaches: (value, threshold) => value >= threshold,
    words: "greater than or equal to",
  },
  GreaterThanThreshold: {
    breaches: (value, threshold) => value > threshold,
    words: "greater than",
  },
  LessThanThreshold: { breaches: (value, threshold) => value < threshold, words: "less than" },
  LessThanOrEqualToThreshold: {
    breaches: (value, threshold) => value <= threshold,
    words: "less than or equal to",
  },
};

/** `1 datapoint`, `3 datapoints`. */
export const counted = (count: number, noun: string): string =>
  `${count} ${noun}${count === 1 ? "" : "s"}`;

export const wasOrWere = (count: number): string => (count === 1 ? "was" : "were");

/** A number as Java prints a double: `30.0`, `1.0E7`. */
export function doubleText(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e7 || size < 1e-3)) {
    const [mantissa = "", exponent = "0"] = value.toExponential().split("e");
    return `${mantissa.includes(".") ? mantissa : `${mantissa}.0`}E${Number(exponent)}`;
  }
  return Number.isInteger(value) ? value.toFixed(1) : String(value);
}

/** `2026-10-02T16:59:00.000+0000`, as CloudWatch writes times within JSON. */
export const timeText = (timeMs: number): string =>
  new Date(timeMs).toISOString().replace("Z", "+0000");

/** `02/10/26 16:59:00`, as CloudWatch writes times within sentences. */
export function shortTimeText(timeMs: number): string {
  const [, year = "", month, day, time] =
    /^\d\d(\d\d)-(\d\d)-(\d\d)T(.{8})/.exec(new Date(timeMs).toISOString()) ?? [];
  return `${day}/${month}/${year} ${time}`;
}

const weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** `Friday 04 August, 2023 12:54:46 UTC`. */
export function longTimeText(timeMs: number): string {
  const time = new Date(timeMs);
  const day = String(time.getUTCDate()).padStart(2, "0");
  const clock = time.toISOString().slice(11, 19);
  return `${weekdays[time.getUTCDay()]} ${day} ${months[time.getUTCMonth()]}, ${time.getUTCFullYear()} ${clock} UTC`;
}

/** JSON in which the numbers under `doubles` are written as Java writes them. */
export function jsonWithDoubles(value: object, doubles: readonly string[]): string {
  const mark = "\u0001";
  const text = JSON.stringify(value, (key, item: unknown) => {
    if (typeof item === "number" && doubles.includes(key)) return mark + doubleText(item);
    if (Array.isArray(item) && doubles.includes(key))
      return item.map((each) => mark + doubleText(Number(each)));
    return item;
  });
  return text.replaceAll(/"\\u0001([^"]*)"/g, "$1");
}
