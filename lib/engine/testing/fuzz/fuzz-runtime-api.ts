import { connect } from "node:net";
import { Duplex } from "node:stream";
import { openChannel } from "../../runtime-api/channel.ts";
import { Extensions } from "../../runtime-api/extensions.ts";
import { RuntimeApiServer } from "../../runtime-api/server.ts";
import { RuntimeSession } from "../../runtime-api/session.ts";
import { Random } from "../random.ts";

interface RuntimeApiReport {
  calls: number;
  statuses: Record<number, number>;
  /** What must never happen. */
  findings: string[];
}

/** A call that may wait, or is not complete, is waited for so long. */
const incompleteMs = 15;
const patienceMs = 10_000;
const callsPerRuntime = 25;
const requestId = "11111111-1111-4111-8111-111111111111";

const frameKinds = ["N", "R", "E", "I", "S", "C", "T", "?", "\0"];
const paths: readonly string[] = [
  "GET /2018-06-01/runtime/invocation/next",
  `POST /2018-06-01/runtime/invocation/${requestId}/response`,
  `POST /2018-06-01/runtime/invocation/${requestId}/error`,
  "POST /2018-06-01/runtime/invocation/other/response",
  "POST /2018-06-01/runtime/init/error",
  "POST /2020-01-01/extension/register",
  "GET /2020-01-01/extension/event/next",
  "POST /2020-01-01/extension/init/error",
  "POST /2020-01-01/extension/exit/error",
  "PUT /2022-07-01/telemetry",
  "GET /2018-06-01/ping",
  "DELETE /%00/../..",
];
const headerValues: Readonly<Record<string, readonly string[]>> = {
  "Lambda-Runtime-Function-Error-Type": ["Runtime.A", "", "x".repeat(5000), "Ü"],
  "Lambda-Runtime-Function-Response-Mode": ["streaming", "buffered", ""],
  "Lambda-Extension-Name": ["agent", "other", "", "__proto__", "a/../b"],
  "Lambda-Extension-Identifier": [requestId, "KNOWN", "", "no uuid"],
  "Lambda-Extension-Function-Error-Type": ["Agent.Failed", ""],
  "Lambda-Extension-Accept-Feature": ["accountId", ",,", "accountId,accountId"],
  "Content-Type": ["application/json", "text/plain; charset=\u00ff", ""],
  Trailer: ["Lambda-Runtime-Function-Error-Body"],
  Origin: ["http://evil.example"],
};
const bodies: readonly string[] = [
  "",
  "{}",
  '{"events":["INVOKE","SHUTDOWN"]}',
  '{"events":["INVOKE"]}',
  '{"events":{"length":1e9}}',
  '{"events":[null,1,{}]}',
  '{"configurationKeys":["a"]}',
  '{"__proto__":{"events":1}}',
  "null",
  "[",
  '"\ud800"',
  "x".repeat(100_000),
];

/**
 * Calls the Runtime API and the Extensions API as a runtime or an extension that has lost its mind might:
 * in any order, with any header and body, in torn bytes. No call may be answered with a failure of the
 * engine's own, none may stay without an answer that is none of a waiting one.
 */
export async function fuzzRuntimeApi(calls: number, seed: number): Promise<RuntimeApiReport> {
  const random = new Random(seed);
  const report: RuntimeApiReport = { calls: 0, statuses: {}, findings: [] };
  const server = new RuntimeApiServer();
  while (report.calls < calls) {
    const extensions = new Extensions(random.chance(0.5) ? ["agent"] : [], {
      accountId: "000000000000",
      functionName: "f",
      functionVersion: "$LATEST",
      handler: "index.handler",
    });
    const session: RuntimeSession = new RuntimeSession({
      onReady: () => setImmediate(invoke),
      onInitError: () => undefined,
    });
    const invoke = () => {
      if (!session.ready) return;
      const invocation = { requestId, deadlineMs: 1, invokedArn: "arn", traceHeader: "Root=1" };
      extensions.invoke(invocation);
      session.invoke({ ...invocation, payload: Buffer.from("{}") }, () => undefined);
    };
    const endpoint = await server.open(session, extensions);
    const port = Number(endpoint.address.split(":")[1]);
    let known = requestId;
    for (let call = 0; call < callsPerRuntime; call++) {
      const { bytes, mayWait } = makeCall(random, known);
      const reply = await exchange(port, bytes, mayWait ? incompleteMs : patienceMs);
      report.calls++;
      const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(reply ?? "")?.[1] ?? 0);
      report.statuses[status] = (report.statuses[status] ?? 0) + 1;
      known = /lambda-extension-identifier: (\S+)/i.exec(reply ?? "")?.[1] ?? known;
      const problem = judge(reply, status, mayWait);
      if (problem)
        report.findings.push(
          `${problem}\n  in answer to ${JSON.stringify(bytes.toString("latin1", 0, 600))}`,
        );
    }
    extensions.shutDown({ eventType: "SHUTDOWN", shutdownReason: "spindown", deadlineMs: 1 });
    endpoint.close();
  }
  server.close();
  return report;
}

function makeCall(random: Random, known: string): { bytes: Buffer; mayWait: boolean } {
  const path = random.pick(paths);
  const headers: string[] = [];
  for (const [name, values] of Object.entries(headerValues))
    if (random.chance(name === "Origin" ? 0.03 : 0.4))
      headers.push(`${name}: ${random.pick(values).replace("KNOWN", known)}`);
  const body = Buffer.from(random.pick(bodies));
  const chunked = random.chance(0.3);
  const sent = chunked
    ? Buffer.concat([
        Buffer.from(`${body.length.toString(16)}\r\n`),
        body,
        Buffer.from(body.length === 0 ? "\r\n" : "\r\n0\r\nX: 1\r\n\r\n"),
      ])
    : body;
  headers.push(chunked ? "Transfer-Encoding: chunked" : `Content-Length: ${body.length}`);
  const head = [`${path} HTTP/1.1`, ...headers, "Connection: close", "", ""].join("\r\n");
  let bytes = Buffer.concat([Buffer.from(head, "latin1"), sent]);
  const torn = random.chance(0.15);
  if (torn && random.chance(0.5)) bytes = bytes.subarray(0, random.below(bytes.length));
  else if (torn) {
    bytes = Buffer.from(bytes);
    for (let i = 0; i < 5; i++) bytes[random.below(bytes.length)] = random.below(256);
  }
  return { bytes, mayWait: torn || path.endsWith("/next") };
}

/** What came back until the connection was closed, by them or by us. */
function exchange(port: number, bytes: Buffer, waitMs: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(bytes));
    let reply = "";
    const timer = setTimeout(() => socket.destroy(), waitMs);
    socket.on("data", (chunk) => (reply += chunk.toString("latin1")));
    socket.on("error", () => undefined);
    socket.on("close", () => {
      clearTimeout(timer);
      resolve(reply);
    });
  });
}

/** Why this is no answer of the API; undefined when it is one. */
function judge(reply: string, status: number, mayWait: boolean): string | undefined {
  if (status === 0) return mayWait ? undefined : "No answer";
  if (status >= 500) return `The status ${status}: ${reply.slice(-300)}`;
  const body = reply.slice(reply.indexOf("\r\n\r\n") + 4);
  // What is no HTTP is answered by Node.js itself.
  if (status < 400 || body === "") return undefined;
  try {
    const { errorType, errorMessage } = JSON.parse(body) as Record<string, unknown>;
    if (typeof errorType === "string" && typeof errorMessage === "string") return undefined;
  } catch {
    // Told below.
  }
  return `No error of the API: ${body.slice(0, 300)}`;
}

/** Writes random bytes and spoilt frames to a runtime's channel; the session must survive all of them. */
export function fuzzChannel(frames: number, seed: number): { frames: number; closed: number } {
  const random = new Random(seed);
  let closed = 0;
  let stream: Duplex | undefined;
  for (let sent = 0; sent < frames; sent++) {
    // A length of gigabytes swallows what follows: none lasts for ever.
    if (!stream || stream.destroyed || sent % callsPerRuntime === 0) {
      if (stream?.destroyed) closed++;
      stream = new Duplex({ read: () => undefined, write: (_chunk, _encoding, done) => done() });
      const session: RuntimeSession = new RuntimeSession({
        onReady: () =>
          session.invoke(
            {
              requestId,
              payload: Buffer.from("{}"),
              deadlineMs: 1,
              invokedArn: "arn",
              traceHeader: "Root=1",
            },
            () => undefined,
          ),
        onInitError: () => undefined,
      });
      openChannel(stream, session);
    }
    const kind = random.pick(frameKinds);
    const prefix = Buffer.alloc(9);
    prefix.write(kind, "latin1");
    const head = random.bytes(random.below(40));
    const body = random.bytes(random.below(200));
    prefix.writeUInt32BE(random.chance(0.05) ? random.below(2 ** 32) : head.length, 1);
    prefix.writeUInt32BE(random.chance(0.05) ? random.below(2 ** 32) : body.length, 5);
    const bytes = Buffer.concat([prefix, head, body]);
    for (let at = 0; at < bytes.length;) {
      const piece = 1 + random.below(bytes.length);
      stream.emit("data", bytes.subarray(at, at + piece));
      at += piece;
    }
  }
  return { frames, closed };
}
