import { monitorEventLoopDelay } from "node:perf_hooks";
import { cbor } from "@smithy/core/cbor";
import { EventStreamCodec } from "@smithy/core/event-streams";
import { createEngineServer } from "../../http/serve-http.ts";
import { type OperationPlan, planOf, type ServicePlan } from "../../http/plan.ts";
import type { Protocol, Service } from "../../http/service.ts";
import { type EncodedRequest, encodeRequest } from "../encode-request.ts";
import { InProcessConnection, type ParsedReply } from "../in-process-connection.ts";
import { makeValue, type ValueOptions } from "../make-value.ts";
import { Random } from "../random.ts";
import { spoilBody, spoilBytes, spoilHead } from "./spoil-text.ts";
import { spoilValue } from "./spoil-value.ts";

export interface FuzzReport {
  requests: number;
  /** How many were answered with each status; 0 where the connection was closed without an answer. */
  statuses: Record<number, number>;
  /** What must never happen: at most a hundred, the rest is counted. */
  findings: string[];
  /** The longest time in which the process did nothing else. */
  longestStallMs: number;
}

interface FuzzOptions {
  services: readonly Service[];
  requests: number;
  seed: number;
  named?: ValueOptions["named"];
}

/** No answer is this slow, not on a busy machine either, unless it waits for something to happen. */
const patienceMs = 30_000;
/** How long a request that may be incomplete is waited for before its connection is closed. */
const incompleteMs = 30;
/** Operations that wait, or go on, by design. */
const waiting = new Set(["ReceiveMessage", "StartLiveTail", "InvokeWithResponseStream"]);
const callers = 8;

/**
 * Sends malformed requests to the engine's HTTP server within the process: valid requests of every operation
 * in every protocol of its service, spoilt by their values, their text, their head or their bytes.
 * Every answer must be one that AWS could have given.
 */
export async function fuzzWire({ services, requests, seed, named }: FuzzOptions) {
  const failures: string[] = [];
  const server = createEngineServer({
    services,
    accountId: "000000000000",
    version: "fuzz",
    log: {
      info: () => undefined,
      error: (message, cause) =>
        failures.push(`${message}: ${cause instanceof Error ? cause.stack : String(cause)}`),
    },
  });
  const plans = await Promise.all(services.map(planOf));
  const report: FuzzReport = { requests: 0, statuses: {}, findings: [], longestStallMs: 0 };
  const delay = monitorEventLoopDelay({ resolution: 10 });
  delay.enable();
  let left = requests;
  const call = async (caller: number): Promise<void> => {
    const random = new Random(seed * callers + caller);
    let connection = new InProcessConnection(server);
    while (left-- > 0) {
      const attempt = makeAttempt(plans, random, named);
      const startedMs = performance.now();
      if (connection.closed) connection = new InProcessConnection(server);
      const outcome = await send(connection, attempt);
      // Without a network nothing else makes room for timers and threads.
      await new Promise(setImmediate);
      report.requests++;
      const status = typeof outcome === "object" ? outcome.status : 0;
      report.statuses[status] = (report.statuses[status] ?? 0) + 1;
      const elapsedMs = performance.now() - startedMs;
      const problem =
        failures.shift() ??
        judge(outcome, attempt) ??
        (elapsedMs > patienceMs ? `took ${Math.round(elapsedMs)} ms` : undefined);
      if (problem) report.findings.push(`${problem}\n  in answer to ${describe(attempt)}`);
    }
    connection.close();
  };
  await Promise.all(Array.from({ length: callers }, (_, caller) => call(caller)));
  delay.disable();
  report.longestStallMs = Math.round(delay.max / 1e6);
  report.findings.push(...failures);
  server.close();
  return report;
}

interface Attempt {
  operation: OperationPlan;
  method: string;
  bytes: Buffer;
  /** Its bytes were changed, so that it may never be complete. */
  torn: boolean;
}

function makeAttempt(
  plans: readonly ServicePlan[],
  random: Random,
  named: ValueOptions["named"],
): Attempt {
  const plan = random.pick(plans);
  const all = [...plan.operations.values()];
  const done = all.filter(({ run }) => typeof run === "function");
  const operation = random.pick(random.chance(0.95) ? done : all);
  const protocol: Protocol = random.pick(plan.service.protocols);
  const options = { named, share: random.pick([0.3, 0.7, 1]), plain: false };
  let input = makeValue(operation.input, random, options) as Record<string, unknown>;
  const spoilt = random.below(10);
  if (spoilt < 5) input = spoilValue(input, random) as Record<string, unknown>;
  let request: EncodedRequest = encodeRequest(operation, protocol, input);
  if (spoilt >= 4 && spoilt < 7)
    request = { ...request, body: spoilBody(request.body, protocol, random) };
  if (spoilt >= 7 && spoilt < 9) request = spoilHead(request, random);
  let bytes = write(request, random);
  if (spoilt === 9) bytes = spoilBytes(bytes, random);
  return { operation, method: request.method, bytes, torn: spoilt === 9 };
}

function write({ method, path, headers, body }: EncodedRequest, random: Random): Buffer {
  const chunked = random.chance(0.1) && body.length > 0;
  const head = Object.entries({
    host: "127.0.0.1",
    ...headers,
    ...(chunked ? { "transfer-encoding": "chunked" } : { "content-length": String(body.length) }),
  });
  const lines = head.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  const sent = chunked
    ? [
        Buffer.from(`${body.length.toString(16)};x=y\r\n`),
        body,
        Buffer.from("\r\n0\r\nt: u\r\n\r\n"),
      ]
    : [body];
  return Buffer.concat([
    Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines}\r\n`, "latin1"),
    ...sent,
  ]);
}

type Outcome = ParsedReply | "closed" | "no answer" | "held";

async function send(connection: InProcessConnection, attempt: Attempt): Promise<Outcome> {
  const reply = connection.send(attempt.bytes, attempt.method);
  const mayWait = attempt.torn || waiting.has(attempt.operation.name);
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<"late">((resolve) => {
    timer = setTimeout(resolve, mayWait ? incompleteMs : patienceMs, "late");
  });
  const first = await Promise.race([reply, tooLong]);
  clearTimeout(timer);
  if (first !== "late") {
    // What came behind a whole request in torn bytes would be taken for the next one.
    if (attempt.torn) connection.close();
    return first ?? "closed";
  }
  const begun = connection.partial;
  connection.close();
  if (begun) return begun;
  return mayWait ? "held" : "no answer";
}

/** Why this answer is none that AWS could have given; undefined when it is. */
function judge(outcome: Outcome, { torn, method }: Attempt): string | undefined {
  if (outcome === "held") return undefined;
  if (outcome === "closed") return torn ? undefined : "The connection was closed without an answer";
  if (outcome === "no answer") return `No answer within ${patienceMs} ms`;
  const { status, headers, body } = outcome;
  if (status < 200 || status > 599 || Number.isNaN(status)) return `An odd status: ${status}`;
  if (status >= 500 && status !== 501) return `The status ${status}: ${body.toString()}`;
  if (Object.keys(headers).some((name) => name === "x-injected")) return "A header was injected";
  if (status < 400)
    return headers["content-type"] === "application/vnd.amazon.eventstream"
      ? unlikeFrames(body)
      : undefined;
  if (method === "HEAD") return undefined;
  return unlikeAws(headers, body);
}

function unlikeAws(headers: Record<string, string>, body: Buffer): string | undefined {
  const type = headers["content-type"] ?? "";
  if (type === "application/xml") return unlikeS3(headers, body.toString());
  if (!headers["x-amzn-requestid"]) return `No request id: ${body.toString()}`;
  try {
    if (type === "text/xml") return unlikeXml(body.toString());
    const error = (
      /cbor/.test(type) ? cbor.deserialize(body) : JSON.parse(body.toString())
    ) as Record<string, unknown>;
    const code = error.__type ?? headers["x-amzn-errortype"];
    const message = error.message ?? error.Message;
    return typeof code === "string" && typeof message === "string"
      ? undefined
      : `No error of AWS: ${body.toString()}`;
  } catch {
    return `An answer that cannot be read as ${type}: ${body.toString("latin1", 0, 300)}`;
  }
}

const frames = new EventStreamCodec(
  (bytes) => (typeof bytes === "string" ? bytes : Buffer.from(bytes).toString("utf8")),
  (text) => Buffer.from(text, "utf8"),
);

/** Why the frames that have come of an event stream are none of AWS; the last one may not be whole yet. */
function unlikeFrames(body: Buffer): string | undefined {
  try {
    for (let at = 0; at + 4 <= body.length && at + body.readUInt32BE(at) <= body.length;) {
      const frame = body.subarray(at, (at += body.readUInt32BE(at)));
      const { headers } = frames.decode(frame);
      const type = String(headers[":message-type"]?.value);
      const named = { event: ":event-type", exception: ":exception-type", error: ":error-code" }[
        type
      ];
      if (!named || !headers[named]?.value)
        return `A frame of no kind: ${frame.toString("latin1")}`;
      if (headers[named].value === "InternalFailure") return `A stream failed: ${frame.toString()}`;
    }
    return undefined;
  } catch (error) {
    return `A broken frame: ${String(error)}`;
  }
}

function unlikeS3(headers: Record<string, string>, xml: string): string | undefined {
  const plain =
    /^<\?xml version="1.0" encoding="UTF-8"\?>\s*<Error>(<[\w-]+>[^<>]*<\/[\w-]+>)*<\/Error>$/;
  const identified = headers["x-amz-request-id"] && headers["x-amz-id-2"];
  return identified && plain.test(xml) && !unwritable.test(xml)
    ? undefined
    : `No error of S3: ${xml.slice(0, 500)}`;
}

// XML 1.0 has no form at all for these, not even as references.
// oxlint-disable-next-line no-control-regex
const unwritable = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/;

function unlikeXml(xml: string): string | undefined {
  const plain =
    /^<\?xml version="1.0"\?><ErrorResponse xmlns="[^"]*"><Error>(<\w+>[^<>]*<\/\w+>)*<\/Error><RequestId>[\w-]+<\/RequestId><\/ErrorResponse>$/;
  return plain.test(xml) && !unwritable.test(xml) ? undefined : `Broken XML: ${xml.slice(0, 500)}`;
}

const describe = ({ operation, bytes }: Attempt): string =>
  `${operation.service.service.id} ${operation.name}: ${JSON.stringify(bytes.toString("latin1", 0, 1500))}`;
