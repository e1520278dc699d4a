/** Something about a dashboard's body, with where in it. */
export interface DashboardMessage {
  DataPath: string;
  Message: string;
}

type JsonObject = Readonly<Record<string, unknown>>;

const widgetTypes = ["metric", "text", "log", "alarm", "explorer", "chart", "custom"];
const known = {
  body: ["widgets", "variables", "start", "end", "periodOverride"],
  widget: ["type", "x", "y", "width", "height", "properties"],
};
/** Position and size on the grid of 24 columns. */
const grid = {
  x: [0, 23],
  y: [0, Infinity],
  width: [1, 24],
  height: [1, 1000],
} as const;

/**
 * What is wrong with a dashboard's body, and what CloudWatch would pass over: unknown properties are told but
 * kept. Undefined when the body is not a JSON object at all.
 */
export function checkDashboard(
  text: string,
): { errors: DashboardMessage[]; warnings: DashboardMessage[] } | undefined {
  const body = parseObject(text);
  if (!body) return undefined;
  const errors: DashboardMessage[] = [];
  const warnings: DashboardMessage[] = [];
  const fail = (DataPath: string, Message: string) => void errors.push({ DataPath, Message });
  warnOfOthers(body, known.body, "", warnings);
  const { widgets, periodOverride, start, end, variables } = body;
  if (periodOverride !== undefined && periodOverride !== "auto" && periodOverride !== "inherit")
    fail("/periodOverride", "Should be equal to one of the allowed values");
  for (const [name, value] of Object.entries({ start, end }))
    if (value !== undefined && typeof value !== "string") fail(`/${name}`, "Should be string");
  if (end !== undefined && start === undefined)
    fail("", "Should have property start when property end is present");
  if (variables !== undefined && !Array.isArray(variables)) fail("/variables", "Should be array");
  if (Array.isArray(variables) && variables.length > 25)
    fail("/variables", "Should NOT have more than 25 items");
  if (widgets === undefined) fail("", "Should have required property 'widgets'");
  else if (!Array.isArray(widgets)) fail("/widgets", "Should be array");
  else {
    if (widgets.length > 500) fail("/widgets", "Should NOT have more than 500 items");
    for (const [index, widget] of widgets.entries())
      checkWidget(widget, `/widgets/${index}`, fail, warnings);
  }
  return { errors, warnings };
}

type Fail = (path: string, message: string) => void;

function checkWidget(
  widget: unknown,
  path: string,
  fail: Fail,
  warnings: DashboardMessage[],
): void {
  if (!isObject(widget)) {
    fail(path, "Should be object");
    return;
  }
  warnOfOthers(widget, known.widget, path, warnings);
  for (const [name, [least, most]] of Object.entries(grid)) {
    const value = widget[name];
    if (value === undefined) continue;
    if (!Number.isInteger(value)) fail(`${path}/${name}`, "Should be integer");
    else if (Number(value) < least) fail(`${path}/${name}`, `Should be >= ${least}`);
    else if (Number(value) > most) fail(`${path}/${name}`, `Should be <= ${most}`);
  }
  for (const [one, other] of [
    ["x", "y"],
    ["y", "x"],
  ] as const)
    if (widget[one] !== undefined && widget[other] === undefined)
      fail(path, `Should have property ${other} when property ${one} is present`);
  const { type, properties } = widget;
  if (type === undefined) fail(path, "Should have required property 'type'");
  else if (!widgetTypes.includes(String(type)))
    fail(`${path}/type`, "Should be equal to one of the allowed values");
  if (properties === undefined) fail(path, "Should have required property 'properties'");
  else if (!isObject(properties)) fail(`${path}/properties`, "Should be object");
  else checkProperties(String(type), properties, `${path}/properties`, fail);
}

/** Each type's own required properties. */
const required: Readonly<Record<string, readonly string[]>> = {
  text: ["markdown"],
  log: ["region", "query"],
  alarm: ["alarms"],
};

function checkProperties(type: string, properties: JsonObject, path: string, fail: Fail): void {
  for (const name of required[type] ?? [])
    if (properties[name] === undefined) fail(path, `Should have required property '${name}'`);
  if (type !== "metric") return;
  const { metrics, annotations, region, period } = properties;
  const watchesAlarms = isObject(annotations) && annotations.alarms !== undefined;
  if (metrics === undefined && !watchesAlarms)
    fail(path, "Should have required property 'metrics'");
  if (region === undefined && !watchesAlarms) fail(path, "Should have required property 'region'");
  if (period !== undefined && !isPeriod(period)) fail(`${path}/period`, "Should be a valid period");
  if (metrics === undefined) return;
  if (!Array.isArray(metrics)) fail(`${path}/metrics`, "Should be array");
  else
    for (const [index, metric] of metrics.entries())
      checkMetric(metric, `${path}/metrics/${index}`, fail);
}

/** `[namespace, name, dimension, value, ..., {options}]`, or `[{expression}]`. */
function checkMetric(metric: unknown, path: string, fail: Fail): void {
  if (!Array.isArray(metric)) {
    fail(path, "Should be array");
    return;
  }
  if (metric.length === 0) {
    fail(path, "Should NOT have fewer than 1 items");
    return;
  }
  const options = isObject(metric.at(-1));
  const words = options ? metric.slice(0, -1) : metric;
  for (const [index, word] of words.entries())
    if (typeof word !== "string")
      fail(`${path}/${index}`, 'Invalid metric field type, only "String" type is allowed');
  if (words.length === 0) return;
  if (words.length < 2) fail(path, "Should NOT have fewer than 2 items");
  else if (words.length % 2 === 1)
    fail(path, `Should NOT have more than ${words.length - 1} items`);
}

const isPeriod = (value: unknown): boolean =>
  typeof value === "number" &&
  ([1, 5, 10, 20, 30].includes(value) || (value > 0 && value % 60 === 0));

function warnOfOthers(
  value: JsonObject,
  names: readonly string[],
  path: string,
  warnings: DashboardMessage[],
): void {
  for (const name of Object.keys(value))
    if (!names.includes(name))
      warnings.push({
        DataPath: `${path}/${name}`,
        Message: "Should NOT have additional properties",
      });
}

function parseObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
