import type { Clock } from "../clock.ts";
import type { FunctionVersion } from "../lambda/function-version.ts";
import { runtimeVersionArn } from "../lambda/runtimes.ts";
import type { RuntimeText } from "../runtimes/launcher.ts";

export interface LogSink {
  append(
    region: string,
    logGroup: string,
    logStream: string,
    events: readonly { timestampMs: number; message: string }[],
  ): void;
}

export type PhaseStatus = "success" | "error" | "timeout";

/** What the REPORT of one invocation says. */
export interface Report {
  requestId: string;
  status: PhaseStatus;
  errorType?: string | undefined;
  durationMs: number;
  initDurationMs?: number | undefined;
  maxMemoryMb: number;
}

const tailBytes = 4096;
/** How long a line of a running invocation may wait for company before it is stored. */
const flushAfterMs = 100;
const flushAtBytes = 64 * 1024;

/**
 * The log stream of one environment: the platform's lines in AWS's text or JSON form, and the
 * function's own. Lines are stored at the end of an invocation, and while one runs soon after they come.
 */
export class EnvironmentLog {
  readonly stream: string;
  readonly #clock: Clock;
  readonly #sink: LogSink;
  readonly #version: FunctionVersion;
  #events: { timestampMs: number; message: string }[] = [];
  #bytes = 0;
  #tail: string[] | undefined;
  #cancelFlush: (() => void) | undefined;
  #closed = false;

  constructor(sink: LogSink, clock: Clock, version: FunctionVersion, environmentId: string) {
    this.#sink = sink;
    this.#clock = clock;
    this.#version = version;
    this.stream = streamName(version, environmentId, clock.now());
  }

  /** One event of the function's own output; in the JSON format the application's log level decides. */
  output(message: string): void {
    const { format, applicationLogLevel } = this.#version.logging;
    if (format === "JSON" && isBelow(message, applicationLogLevel ?? "INFO")) return;
    this.#add(message);
  }

  initStart({ text, notice, nearest }: RuntimeText, type: string): void {
    const { region, functionName, version, runtime } = this.#version;
    const runtimeVersion = notice ? `${text} (${notice})` : text;
    const arn = runtimeVersionArn(region, runtime, nearest);
    this.#platform(
      `INIT_START Runtime Version: ${runtimeVersion}\tRuntime Version ARN: ${arn}\n`,
      "platform.initStart",
      {
        initializationType: type,
        phase: "init",
        runtimeVersion,
        runtimeVersionArn: arn,
        functionName,
        functionVersion: version,
      },
    );
  }

  /** On-demand: only when it failed. Provisioned: always. */
  initReport(
    init: { durationMs: number; status: PhaseStatus; errorType?: string | undefined },
    phase: "init" | "invoke",
    type: string,
  ): void {
    const { durationMs, status, errorType } = init;
    const ended = status === "success" ? "" : statusText(status, errorType);
    this.#platform(
      `INIT_REPORT Init Duration: ${durationMs.toFixed(2)} ms\tPhase: ${phase}${ended}\n`,
      "platform.initReport",
      {
        initializationType: type,
        phase,
        status,
        ...(errorType && { errorType }),
        metrics: { durationMs: rounded(durationMs) },
      },
      status === "success" && type === "on-demand"
        ? "DEBUG"
        : status === "success"
          ? "INFO"
          : "WARN",
    );
  }

  /** What has become of an extension when an init phase is over. */
  extension(told: {
    name: string;
    state: string;
    events: readonly string[];
    errorType?: string;
  }): void {
    const { name, state, events, errorType } = told;
    this.#platform(
      `EXTENSION\tName: ${name}\tState: ${state}\tEvents: [${events.join(",")}]${errorType ? `\tError Type: ${errorType}` : ""}\n`,
      "platform.extension",
      told,
    );
  }

  /** `keepTail` keeps what follows for `tail` as well. */
  start(requestId: string, keepTail: boolean): void {
    this.#tail = keepTail ? [] : undefined;
    const { version } = this.#version;
    this.#platform(`START RequestId: ${requestId} Version: ${version}\n`, "platform.start", {
      requestId,
      version,
    });
  }

  /** END and REPORT; the sink has everything when this returns. */
  end(report: Report): void {
    const { requestId, status, errorType, durationMs, initDurationMs, maxMemoryMb } = report;
    const billedMs = Math.ceil(durationMs + (initDurationMs ?? 0));
    const { memoryMb } = this.#version;
    const done = { requestId, status, ...(errorType && { errorType }) };
    if (this.#version.logging.format === "JSON")
      this.#platform(
        "",
        "platform.runtimeDone",
        { ...done, metrics: { durationMs: rounded(durationMs) } },
        status === "success" ? "DEBUG" : "WARN",
      );
    else this.#add(`END RequestId: ${requestId}\n`);
    this.#platform(
      `REPORT RequestId: ${requestId}\tDuration: ${durationMs.toFixed(2)} ms\tBilled Duration: ${billedMs} ms\t` +
        `Memory Size: ${memoryMb} MB\tMax Memory Used: ${maxMemoryMb} MB\t` +
        (initDurationMs === undefined ? "" : `Init Duration: ${initDurationMs.toFixed(2)} ms\t`) +
        `${reportStatus(status, errorType)}\n`,
      "platform.report",
      {
        ...done,
        metrics: {
          durationMs: rounded(durationMs),
          billedDurationMs: billedMs,
          memorySizeMB: memoryMb,
          maxMemoryUsedMB: maxMemoryMb,
          ...(initDurationMs !== undefined && { initDurationMs: rounded(initDurationMs) }),
        },
      },
      status === "success" ? "INFO" : "WARN",
    );
    this.flush();
  }

  /** The last 4 KB since START, in base64, as `X-Amz-Log-Result` carries it. */
  tail(): string {
    const bytes = Buffer.from((this.#tail ?? []).join(""));
    return bytes.subarray(Math.max(0, bytes.length - tailBytes)).toString("base64");
  }

  /** Stores what there is; whatever is said later is not kept. */
  close(): void {
    this.flush();
    this.#closed = true;
  }

  flush(): void {
    this.#cancelFlush?.();
    this.#cancelFlush = undefined;
    if (this.#events.length === 0) return;
    const events = this.#events;
    this.#events = [];
    this.#bytes = 0;
    this.#sink.append(this.#version.region, this.#version.logging.logGroup, this.stream, events);
  }

  #platform(
    text: string,
    type: string,
    record: Record<string, unknown>,
    level: "DEBUG" | "INFO" | "WARN" = "INFO",
  ): void {
    const { format, systemLogLevel } = this.#version.logging;
    if (format !== "JSON") return this.#add(text);
    const order = ["DEBUG", "INFO", "WARN"];
    if (order.indexOf(level) < order.indexOf(systemLogLevel ?? "INFO")) return;
    const time = new Date(this.#clock.now()).toISOString();
    this.#add(`${JSON.stringify({ time, type, record })}\n`);
  }

  #add(message: string): void {
    if (this.#closed) return;
    this.#events.push({ timestampMs: this.#clock.now(), message });
    this.#tail?.push(message.endsWith("\n") ? message : `${message}\n`);
    this.#bytes += message.length;
    if (this.#bytes > flushAtBytes) this.flush();
    else this.#cancelFlush ??= this.#clock.after(flushAfterMs, () => this.flush());
  }
}

const levels = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"];

/**
 * Whether a line is of a level that is not kept. Only JSON with a level and a time of its own has one:
 * all else that a function prints is kept.
 */
function isBelow(message: string, least: string): boolean {
  if (!message.startsWith("{") || !message.includes('"level"')) return false;
  try {
    const { level, timestamp } = JSON.parse(message) as Record<string, unknown>;
    const rank = typeof level === "string" ? levels.indexOf(level.toUpperCase()) : -1;
    const timed = typeof timestamp === "string" && !Number.isNaN(Date.parse(timestamp));
    return rank >= 0 && timed && rank < levels.indexOf(least);
  } catch {
    return false;
  }
}

/** AWS's name for the stream; a group of the user's own may be shared, so the function is named too. */
function streamName(version: FunctionVersion, environmentId: string, nowMs: number): string {
  const day = new Date(nowMs).toISOString().slice(0, 10).replaceAll("-", "/");
  const own = version.logging.logGroup === `/aws/lambda/${version.functionName}`;
  return `${day}/${own ? "" : version.functionName}[${version.version}]${environmentId}`;
}

function statusText(status: PhaseStatus, errorType: string | undefined): string {
  return `\tStatus: ${status}${status === "error" && errorType ? `\tError Type: ${errorType}` : ""}`;
}

/** The text form tells of failures of the runtime and of extensions; an exception a handler threw is the function's affair. */
function reportStatus(status: PhaseStatus, errorType: string | undefined): string {
  const shown =
    status === "timeout" ||
    (status === "error" && /^(?:Runtime|Extension)\./.test(errorType ?? ""));
  return shown ? statusText(status, errorType).slice(1) : "";
}

function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}
