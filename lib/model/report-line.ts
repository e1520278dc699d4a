/** What Lambda reports at the end of an invocation. A field an implementation leaves out is absent. */
export interface Report {
  requestId: string;
  durationMs?: number;
  billedDurationMs?: number;
  memorySizeMb?: number;
  maxMemoryUsedMb?: number;
  /** Present only for a cold start whose init was measured (never 0). */
  initDurationMs?: number;
  restoreDurationMs?: number;
  billedRestoreDurationMs?: number;
  /** Written by Lambda only when the invocation did not end well. */
  status?: "error" | "timeout" | "failure";
  errorType?: string;
  traceId?: string;
}

const numberFields = {
  Duration: "durationMs",
  "Billed Duration": "billedDurationMs",
  "Memory Size": "memorySizeMb",
  "Max Memory Used": "maxMemoryUsedMb",
  "Init Duration": "initDurationMs",
  "Restore Duration": "restoreDurationMs",
  "Billed Restore Duration": "billedRestoreDurationMs",
} as const;

type NumberField = (typeof numberFields)[keyof typeof numberFields];

const recordFields: Record<string, NumberField> = {
  durationMs: "durationMs",
  billedDurationMs: "billedDurationMs",
  memorySizeMB: "memorySizeMb",
  maxMemoryUsedMB: "maxMemoryUsedMb",
  initDurationMs: "initDurationMs",
  restoreDurationMs: "restoreDurationMs",
  billedRestoreDurationMs: "billedRestoreDurationMs",
};

/**
 * Reads a REPORT line (tab-separated text) or a `platform.report` record (JSON).
 * Returns undefined for any other message. Units: milliseconds and MB as AWS counts it (1,024 KB).
 */
export function parseReport(message: string): Report | undefined {
  if (message.startsWith("REPORT RequestId:")) return parseText(message);
  if (message.startsWith("{") && message.includes('"platform.report"')) return parseJson(message);
  return undefined;
}

function parseText(message: string): Report | undefined {
  const fields = new Map<string, string>();
  for (const part of message.slice("REPORT ".length).split(/[\t\n]+/)) {
    const colon = part.indexOf(": ");
    if (colon > 0) fields.set(part.slice(0, colon).trim(), part.slice(colon + 2).trim());
  }
  const requestId = fields.get("RequestId");
  if (!requestId) return undefined;
  const report: Report = { requestId };
  for (const [name, key] of Object.entries(numberFields)) {
    const value = Number.parseFloat(fields.get(name) ?? "");
    if (Number.isFinite(value)) report[key] = value;
  }
  setStatus(report, fields.get("Status"));
  const errorType = fields.get("Error Type");
  if (errorType) report.errorType = errorType;
  const traceId = fields.get("XRAY TraceId");
  if (traceId) report.traceId = traceId;
  return withoutEmptyInit(report);
}

function parseJson(message: string): Report | undefined {
  const parsed = asRecord(tryParse(message));
  const record = asRecord(parsed?.record);
  if (parsed?.type !== "platform.report" || typeof record?.requestId !== "string") return undefined;
  const report: Report = { requestId: record.requestId };
  const metrics = asRecord(record.metrics) ?? {};
  for (const [name, key] of Object.entries(recordFields)) {
    const value = metrics[name];
    if (typeof value === "number" && Number.isFinite(value)) report[key] = value;
  }
  setStatus(report, record.status);
  if (typeof record.errorType === "string") report.errorType = record.errorType;
  const tracing = asRecord(record.tracing);
  const root = typeof tracing?.value === "string" ? /Root=([^;]+)/.exec(tracing.value) : null;
  if (root?.[1]) report.traceId = root[1];
  return withoutEmptyInit(report);
}

function setStatus(report: Report, status: unknown): void {
  if (status === "error" || status === "timeout" || status === "failure") report.status = status;
}

/** Some tools write an init of 0.00 ms for a warm call; a cold start always takes time. */
function withoutEmptyInit(report: Report): Report {
  if (report.initDurationMs === 0) delete report.initDurationMs;
  return report;
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function asRecord(value: unknown): Record<string, unknown> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}
