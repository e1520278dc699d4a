export interface LogLine {
  timestamp: number;
  message: string;
}

/** Each invocation writes exactly this many lines. */
export const linesAnInvocation = 10;
/** In exactly one line of all. */
export const rareTerm = "ZANZIBAR";
/** In one line of every invocation, in AWS's own START, END and REPORT besides. */
export const commonTerm = "checkout";

export interface InvocationPlan {
  index: number;
  startMs: number;
  /** The first of its environment. */
  cold: boolean;
  /** Holds the one line with the rare term. */
  rare: boolean;
}

type Outcome = "ok" | "error" | "timeout";

/** One in 50 fails, one in 400 times out; always the same ones. */
function outcomeOf(index: number): Outcome {
  if (index % 400 === 13) return "timeout";
  return index % 50 === 7 ? "error" : "ok";
}

/** A request id that can be told from the invocation's number. */
function requestIdOf(index: number): string {
  const hash = Math.imul(index + 1, 0x9e3779b1) >>> 0;
  const [a, b] = [hash.toString(16).padStart(8, "0"), index.toString(16).padStart(12, "0")];
  return `${a}-4c1d-4e2f-9a3b-${b}`;
}

/** What the longest of them takes: a time-out. */
export const longestMs = 3_000;

/**
 * The lines of one invocation as Lambda writes them in its text form: START, what the function says
 * (every fourth in JSON), END and REPORT; INIT_START before the first of an environment.
 */
export function invocationLines(plan: InvocationPlan): LogLine[] {
  const { index, startMs, cold, rare } = plan;
  const requestId = requestIdOf(index);
  const outcome = outcomeOf(index);
  const durationMs = outcome === "timeout" ? longestMs : 12 + ((index * 7919) % 48_000) / 100;
  const initMs = cold ? 180 + (index % 140) : undefined;
  const own = ownMessages(index, outcome, rare).slice(cold ? 1 : 0);
  const at = (step: number) => startMs + Math.floor((durationMs * step) / (linesAnInvocation - 3));
  const write = index % 4 === 1 ? jsonLine : textLine;
  return [
    ...(cold
      ? [
          line(
            startMs,
            "INIT_START Runtime Version: nodejs:22.v60\tRuntime Version ARN: arn:aws:lambda:us-east-1::runtime:5b5ad6c1\n",
          ),
        ]
      : []),
    line(startMs, `START RequestId: ${requestId} Version: $LATEST\n`),
    ...own.map(({ level, text }, step) =>
      line(at(step), write(new Date(at(step)).toISOString(), requestId, level, text)),
    ),
    line(startMs + Math.floor(durationMs), `END RequestId: ${requestId}\n`),
    line(
      startMs + Math.floor(durationMs),
      `REPORT RequestId: ${requestId}\tDuration: ${durationMs.toFixed(2)} ms\tBilled Duration: ${Math.ceil(durationMs + (initMs ?? 0))} ms\t` +
        `Memory Size: 256 MB\tMax Memory Used: ${74 + (index % 61)} MB\t` +
        `${initMs === undefined ? "" : `Init Duration: ${initMs.toFixed(2)} ms\t`}` +
        `${outcome === "timeout" ? "Status: timeout" : ""}\n`,
    ),
  ];
}

interface OwnMessage {
  level: "DEBUG" | "INFO" | "WARN" | "ERROR";
  text: string;
}

function ownMessages(index: number, outcome: Outcome, rare: boolean): OwnMessage[] {
  const order = 100_000 + index;
  return [
    { level: "DEBUG", text: `configuration read, ${index % 9} flags set` },
    { level: "INFO", text: `checkout of order ${order} began` },
    { level: "INFO", text: `cart has ${1 + (index % 12)} items worth ${(index % 900) + 0.5} EUR` },
    {
      level: "DEBUG",
      text: `cache ${index % 3 === 0 ? "miss" : "hit"} for customer ${index % 5000}`,
    },
    index % 19 === 3
      ? { level: "WARN", text: `payment provider answered slowly (${400 + (index % 300)} ms)` }
      : { level: "INFO", text: `payment provider answered in ${20 + (index % 80)} ms` },
    {
      level: "INFO",
      text: rare ? `voucher ${rareTerm} was used` : `stock reserved in depot ${index % 7}`,
    },
    outcome === "error"
      ? { level: "ERROR", text: `Invoke Error \t${invokeError(index)}` }
      : {
          level: "INFO",
          text: outcome === "timeout" ? "waiting for the ledger" : `order ${order} done`,
        },
  ];
}

function invokeError(index: number): string {
  const where = index % 3;
  const errorMessage = `Cannot read properties of undefined (reading 'price${where}')`;
  return JSON.stringify({
    errorType: "TypeError",
    errorMessage,
    stack: [
      `TypeError: ${errorMessage}`,
      `    at priceOf (/var/task/price.js:${12 + where}:27)`,
      "    at Array.map (<anonymous>)",
      "    at Runtime.handler (/var/task/index.js:41:19)",
      "    at Runtime.handleOnceNonStreaming (file:///var/runtime/index.mjs:1173:29)",
    ],
  });
}

function textLine(time: string, requestId: string, level: string, text: string): string {
  return `${time}\t${requestId}\t${level}\t${text}\n`;
}

function jsonLine(timestamp: string, requestId: string, level: string, message: string): string {
  return `${JSON.stringify({ timestamp, level, requestId, message, service: { name: "shop", tier: 2 } })}\n`;
}

function line(timestamp: number, message: string): LogLine {
  return { timestamp, message };
}
