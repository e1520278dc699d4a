/** A word of the Logs Insights language, with what it does. */
export interface InsightsWord {
  word: string;
  about: string;
}

/** Commands, in the order in which they are mostly used. */
export const insightsCommands: readonly InsightsWord[] = [
  { word: "fields", about: "shows fields, and makes new ones: fields a / b as c" },
  { word: "filter", about: 'keeps what fits: filter ms > 100 and @message like "x"' },
  { word: "stats", about: "counts and sums: stats count(*) by bin(5m)" },
  { word: "sort", about: "orders: sort @timestamp desc" },
  { word: "limit", about: "of how many rows: limit 100" },
  { word: "parse", about: 'takes a text apart: parse @message "took * ms" as ms' },
  { word: "display", about: "which fields the result shows" },
  { word: "dedup", about: "one row for each value: dedup userId" },
  { word: "filterIndex", about: "only log groups that index the field" },
  { word: "pattern", about: "finds what messages have in common" },
  { word: "diff", about: "compares with the time before" },
  { word: "anomaly", about: "finds unusual patterns" },
  { word: "unmask", about: "shows what a data protection policy hides" },
  { word: "unnest", about: "a row for each element of a list" },
  { word: "lookup", about: "adds fields from a lookup table" },
  { word: "SOURCE", about: "chooses log groups by their name's beginning" },
];

/** Words between expressions. */
export const insightsKeywords: readonly string[] = [
  "as",
  "by",
  "asc",
  "desc",
  "and",
  "or",
  "not",
  "in",
  "like",
  "into",
];

/** Functions, with their arguments. */
export const insightsFunctions: readonly InsightsWord[] = [
  { word: "count", about: "count(*) or count(field): how many have it" },
  { word: "count_distinct", about: "count_distinct(field): different values" },
  { word: "sum", about: "sum(field)" },
  { word: "avg", about: "avg(field)" },
  { word: "min", about: "min(field)" },
  { word: "max", about: "max(field)" },
  { word: "pct", about: "pct(field, 99): percentile" },
  { word: "stddev", about: "stddev(field)" },
  { word: "median", about: "median(field)" },
  { word: "earliest", about: "earliest(field): of the oldest event" },
  { word: "latest", about: "latest(field): of the newest event" },
  { word: "sortsFirst", about: "sortsFirst(field)" },
  { word: "sortsLast", about: "sortsLast(field)" },
  { word: "bin", about: "bin(5m): the time, in steps" },
  { word: "datefloor", about: "datefloor(@timestamp, 1h)" },
  { word: "dateceil", about: "dateceil(@timestamp, 1h)" },
  { word: "fromMillis", about: "fromMillis(field): a number as a time" },
  { word: "toMillis", about: "toMillis(field): a time as a number" },
  { word: "now", about: "now(): in seconds" },
  { word: "coalesce", about: "coalesce(a, b): the first that is there" },
  { word: "ispresent", about: "ispresent(field)" },
  { word: "isempty", about: "isempty(field)" },
  { word: "isblank", about: "isblank(field): empty or only spaces" },
  { word: "strlen", about: "strlen(field)" },
  { word: "strcontains", about: 'strcontains(field, "x"): 1 or 0' },
  { word: "concat", about: 'concat(a, "-", b)' },
  { word: "replace", about: 'replace(field, "old", "new")' },
  { word: "substr", about: "substr(field, 0, 10)" },
  { word: "toupper", about: "toupper(field)" },
  { word: "tolower", about: "tolower(field)" },
  { word: "trim", about: "trim(field)" },
  { word: "ltrim", about: "ltrim(field)" },
  { word: "rtrim", about: "rtrim(field)" },
  { word: "abs", about: "abs(field)" },
  { word: "ceil", about: "ceil(field)" },
  { word: "floor", about: "floor(field)" },
  { word: "greatest", about: "greatest(a, b)" },
  { word: "least", about: "least(a, b)" },
  { word: "log", about: "log(field): natural logarithm" },
  { word: "sqrt", about: "sqrt(field)" },
  { word: "jsonParse", about: "jsonParse(field): a text as a map or a list" },
  { word: "jsonStringify", about: "jsonStringify(field)" },
  { word: "isValidIp", about: "isValidIp(field)" },
  { word: "isValidIpv4", about: "isValidIpv4(field)" },
  { word: "isValidIpv6", about: "isValidIpv6(field)" },
  { word: "isIpInSubnet", about: 'isIpInSubnet(field, "10.0.0.0/8")' },
  { word: "isIpv4InSubnet", about: 'isIpv4InSubnet(field, "10.0.0.0/8")' },
  { word: "isIpv6InSubnet", about: 'isIpv6InSubnet(field, "fd00::/8")' },
];

/** Fields that every Lambda log group has, also where CloudWatch is not asked for them. */
export const insightsFields: readonly string[] = [
  "@timestamp",
  "@message",
  "@logStream",
  "@log",
  "@ingestionTime",
  "@ptr",
  "@requestId",
  "@type",
  "@duration",
  "@billedDuration",
  "@initDuration",
  "@memorySize",
  "@maxMemoryUsed",
];
