/**
 * Numbers as people read them: value and unit apart, so that a page can draw the unit lighter.
 * A missing number (undefined, null, NaN) is an en dash everywhere.
 */
interface Measure {
  value: string;
  /** Empty for plain numbers. */
  unit: string;
}

/** One value, in one or two parts: `842 ms`, `6 m 42 s`. */
export type Quantity = readonly Measure[];

type Maybe = number | null | undefined;

const dash = "\u2013";
const minus = "\u2212";
const thinSpace = "\u2009";
const missing: Quantity = [{ value: dash, unit: "" }];

/** A quantity as text, for tooltips, labels and exports to people: "842 ms" with a thin space. */
export function plain(quantity: Quantity): string {
  return quantity
    .map(({ value, unit }) => (unit === "" ? value : `${value}${thinSpace}${unit}`))
    .join(" ");
}

/** Up to 9,999 in full, above that K, M, B with three significant digits. */
export function formatCount(count: Maybe): Quantity {
  if (!isNumber(count)) return missing;
  const size = Math.abs(count);
  // 9,999.5 would round to 10,000, which is no longer written in full.
  if (size < 9_999.5) return one(trimmed(count, Number.isInteger(count) ? 0 : 1));
  for (const [limit, divisor, unit] of scales) {
    if (size < limit) return one(threeDigits(count / divisor), unit);
  }
  return one(trimmed(count / 1e12, 2), "T");
}

const scales: readonly (readonly [limit: number, divisor: number, unit: string])[] = [
  [999_500, 1e3, "K"],
  [999_500_000, 1e6, "M"],
  [999_500_000_000, 1e9, "B"],
];

/** Every digit: 13,483. */
export function formatFullCount(count: Maybe): string {
  return isNumber(count) ? trimmed(count, Number.isInteger(count) ? 0 : 2) : dash;
}

/** Below 1 s in ms, below 60 s with two decimals, then minutes and seconds, hours and minutes. */
export function formatDuration(durationMs: Maybe): Quantity {
  if (!isNumber(durationMs)) return missing;
  const size = Math.abs(durationMs);
  if (size < 999.5) return one(size < 9.95 ? trimmed(durationMs, 1) : trimmed(durationMs, 0), "ms");
  if (size < 59_995) return one(fixed(durationMs / 1000, 2), "s");
  const seconds = Math.round(durationMs / 1000);
  if (seconds < 3600) return two(Math.floor(seconds / 60), "m", seconds % 60, "s");
  const minutes = Math.round(seconds / 60);
  return two(Math.floor(minutes / 60), "h", minutes % 60, "m");
}

/** Always milliseconds: for columns that are compared before and after. */
export function formatMs(durationMs: Maybe): Quantity {
  return isNumber(durationMs) ? one(trimmed(durationMs, durationMs < 10 ? 2 : 0), "ms") : missing;
}

/** A setting in whole seconds, as AWS counts it: `900 s`. */
export function formatSeconds(seconds: Maybe): Quantity {
  return isNumber(seconds) ? one(trimmed(seconds, 0), "s") : missing;
}

/** Memory in MB as AWS counts it: `10,240 MB`. */
export function formatMemory(memoryMb: Maybe): Quantity {
  return isNumber(memoryMb) ? one(trimmed(memoryMb, 0), "MB") : missing;
}

/** Payloads, code and logs: bytes, KB, MB, GB (1,024 each). */
export function formatBytes(bytes: Maybe): Quantity {
  if (!isNumber(bytes)) return missing;
  if (bytes < 1024) return one(trimmed(bytes, 0), bytes === 1 ? "byte" : "bytes");
  const units = ["KB", "MB", "GB", "TB"];
  let size = bytes / 1024;
  let unit = 0;
  while (size >= 1023.95 && unit < units.length - 1) {
    size /= 1024;
    unit += 1;
  }
  return one(trimmed(size, size < 100 ? 1 : 0), units[unit]);
}

/** A ratio (0.0104 is one percent): two decimals below 1 %, one below 10 %, none from 10 %. */
export function formatPercent(ratio: Maybe): Quantity {
  if (!isNumber(ratio)) return missing;
  const percent = ratio * 100;
  const size = Math.abs(percent);
  if (size === 0) return one("0", "%");
  if (size < 0.01) return one(percent < 0 ? `>${minus}0.01` : "<0.01", "%");
  if (size < 0.995) return one(fixed(percent, 2), "%");
  return one(fixed(percent, size < 9.95 ? 1 : 0), "%");
}

/** A rate of something per second, as large as it reads well: `112`, `0.43`. */
export function formatRate(perSecond: Maybe): Quantity {
  if (!isNumber(perSecond)) return missing;
  return perSecond >= 10 || perSecond === 0
    ? formatCount(Math.round(perSecond))
    : one(trimmed(perSecond, 2));
}

/** Money: cents, or as many digits as the first two that count: `$30.36`, `$0.0000066`. */
export function formatMoney(usd: Maybe): string {
  if (!isNumber(usd)) return dash;
  const size = Math.abs(usd);
  const sign = usd < 0 ? minus : "";
  if (size === 0 || size >= 0.00995) return `${sign}$${fixed(size, 2)}`;
  const digits = Math.min(12, 1 - Math.floor(Math.log10(size)));
  return `${sign}$${trimmed(size, digits)}`;
}

/** Whole dollars, for amounts per month. */
export function formatMonthlyMoney(usd: Maybe): string {
  if (!isNumber(usd)) return dash;
  return Math.abs(usd) < 10
    ? formatMoney(usd)
    : `${usd < 0 ? minus : ""}$${fixed(Math.abs(usd), 0)}`;
}

/** A difference, always signed: +100, U+2212 60. */
export function formatDelta(delta: Maybe): string {
  if (!isNumber(delta)) return dash;
  return delta > 0 ? `+${formatFullCount(delta)}` : formatFullCount(delta);
}

/** How long ago, under 14 days: `3 h`, `6 d`; older `48 d`, `1.4 y`. */
export function formatAge(ageMs: Maybe): string {
  if (!isNumber(ageMs)) return dash;
  const seconds = Math.max(0, ageMs / 1000);
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} m`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h`;
  const days = seconds / 86_400;
  return days < 365 ? `${Math.floor(days)} d` : `${fixed(days / 365.25, 1)} y`;
}

/** A length of time in a unit that suits it: `7 d`, `24 h`, `75 min`. */
export function formatSpan(seconds: number): string {
  const [count, unit] = spanOf(seconds);
  return `${count}\u2009${{ day: "d", hour: "h", minute: "min" }[unit]}`;
}

/** The same in words: `7 days`, `1 minute`. */
export function spanInWords(seconds: number): string {
  const [count, unit] = spanOf(seconds);
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

function spanOf(seconds: number): [count: number, unit: "day" | "hour" | "minute"] {
  if (seconds >= 2 * 86_400) return [Math.round(seconds / 86_400), "day"];
  if (seconds >= 3 * 3600) return [Math.round(seconds / 3600), "hour"];
  return [Math.round(seconds / 60), "minute"];
}

/** The zone times are shown in. */
export type Zone = "utc" | "local";

/** The zone by the name that schedules use. */
export function timeZoneOf(zone: Zone): string {
  return zone === "utc" ? "UTC" : Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** `14:32:08` */
export function formatClock(
  timestampMs: number,
  zone: Zone,
  parts: "m" | "s" | "ms" = "s",
): string {
  const at = fields(timestampMs, zone);
  const minutes = `${pad(at.hours)}:${pad(at.minutes)}`;
  if (parts === "m") return minutes;
  const seconds = `${minutes}:${pad(at.seconds)}`;
  return parts === "s" ? seconds : `${seconds}.${String(at.milliseconds).padStart(3, "0")}`;
}

/** `20 Nov`, with the year when it is not this one. */
export function formatDay(timestampMs: number, zone: Zone, nowMs: number): string {
  const at = fields(timestampMs, zone);
  const day = `${at.day} ${months[at.month]}`;
  return at.year === fields(nowMs, zone).year ? day : `${day} ${at.year}`;
}

/** `20 Nov 14:32:08` */
export function formatDateTime(timestampMs: number, zone: Zone, nowMs: number): string {
  return `${formatDay(timestampMs, zone, nowMs)} ${formatClock(timestampMs, zone)}`;
}

const months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

function fields(timestampMs: number, zone: Zone) {
  const at = new Date(timestampMs);
  const utc = zone === "utc";
  return {
    year: utc ? at.getUTCFullYear() : at.getFullYear(),
    month: utc ? at.getUTCMonth() : at.getMonth(),
    day: utc ? at.getUTCDate() : at.getDate(),
    hours: utc ? at.getUTCHours() : at.getHours(),
    minutes: utc ? at.getUTCMinutes() : at.getMinutes(),
    seconds: utc ? at.getUTCSeconds() : at.getSeconds(),
    milliseconds: utc ? at.getUTCMilliseconds() : at.getMilliseconds(),
  };
}

function pad(number: number): string {
  return String(number).padStart(2, "0");
}

function isNumber(value: Maybe): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

function one(value: string, unit = ""): Quantity {
  return [{ value, unit }];
}

function two(large: number, largeUnit: string, small: number, smallUnit: string): Quantity {
  return [
    { value: trimmed(large, 0), unit: largeUnit },
    { value: String(small), unit: smallUnit },
  ];
}

function threeDigits(value: number): string {
  const size = Math.abs(value);
  return fixed(value, size < 9.995 ? 2 : size < 99.95 ? 1 : 0);
}

/** At most `digits` decimals, thousands with commas, U+2212 as the minus sign. */
function trimmed(value: number, digits: number): string {
  return written(value, 0, digits);
}

function fixed(value: number, digits: number): string {
  return written(value, digits, digits);
}

/** Making a formatter costs more than a thousand uses of it. */
const formatters = new Map<number, Intl.NumberFormat>();

function written(
  value: number,
  minimumFractionDigits: number,
  maximumFractionDigits: number,
): string {
  const key = minimumFractionDigits * 100 + maximumFractionDigits;
  let formatter = formatters.get(key);
  if (!formatter) {
    formatter = new Intl.NumberFormat("en-US", { minimumFractionDigits, maximumFractionDigits });
    formatters.set(key, formatter);
  }
  const text = formatter.format(value);
  return text.startsWith("-")
    ? /^-0(\.0*)?$/.test(text)
      ? text.slice(1)
      : `${minus}${text.slice(1)}`
    : text;
}
