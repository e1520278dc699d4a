import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEngine } from "../../engine.ts";
import type { CallContext, Operation, Service } from "../../http/service.ts";
import type { Random } from "../random.ts";
import { zipFiles } from "../zip-files.ts";
import { type FuzzReport, fuzzWire } from "./fuzz-wire.ts";

const account = "000000000000";
const arn = (service: string, name: string) => `arn:aws:${service}:us-east-1:${account}:${name}`;
const zip = zipFiles({ "index.js": "exports.handler = async (event) => event;\n" });

/** What is there before the first request, so that not every one ends at `not found`. */
const found: readonly [service: string, operation: string, input: object][] = [
  ["sqs", "CreateQueue", { QueueName: "q" }],
  ["sqs", "CreateQueue", { QueueName: "q.fifo", Attributes: { FifoQueue: "true" } }],
  [
    "lambda",
    "CreateFunction",
    {
      FunctionName: "f",
      Runtime: "nodejs22.x",
      Handler: "index.handler",
      Role: `arn:aws:iam::${account}:role/r`,
      Code: { ZipFile: zip },
    },
  ],
  ["s3", "CreateBucket", { Bucket: "bucket" }],
  ["cloudwatch-logs", "CreateLogGroup", { logGroupName: "g" }],
  ["cloudwatch-logs", "CreateLogStream", { logGroupName: "g", logStreamName: "s" }],
];

/** Values that lead on: names of what is there, and numbers and words that operations accept. */
const known: Readonly<Record<string, readonly unknown[]>> = {
  Bucket: ["bucket", "missing"],
  Key: ["k", "a/b", "k"],
  FunctionName: ["f", arn("lambda", "function:f"), "missing", "f:1"],
  Qualifier: ["$LATEST", "1", "a"],
  Runtime: ["nodejs22.x", "python3.12"],
  Handler: ["index.handler"],
  Role: [`arn:aws:iam::${account}:role/r`],
  ZipFile: [zip],
  EventSourceArn: [arn("sqs", "q")],
  Resource: [arn("lambda", "function:f")],
  ResourceARN: [arn("cloudwatch", "alarm:a")],
  resourceArn: [arn("logs", "log-group:g")],
  QueueUrl: [`http://127.0.0.1/${account}/q`, `http://127.0.0.1/${account}/q.fifo`],
  QueueName: ["q", "q.fifo", "other"],
  MessageBody: ["hello"],
  WaitTimeSeconds: [0],
  logGroupName: ["g", "missing"],
  logGroupIdentifier: ["g", arn("logs", "log-group:g")],
  logStreamName: ["s"],
  filterPattern: ["", "ERROR", '{ $.a = "b" }', "[a, b > 1]"],
  queryString: ["fields @message | limit 5", "stats count(*) by bin(5m)"],
  AlarmName: ["a"],
  Namespace: ["N"],
  MetricName: ["m"],
  Statistic: ["Sum", "p99"],
  Stat: ["Sum", "p99", "TM(10%:90%)"],
  Period: [60, 300],
  Expression: ["m1 + 1", "SUM(METRICS())", "SEARCH('{N} m', 'Sum', 60)"],
  Id: ["m1", "m2"],
  AlarmRule: ['ALARM("a") AND NOT OK("b")'],
  DashboardBody: ['{"widgets":[]}'],
  ComparisonOperator: ["GreaterThanThreshold"],
};

const named = (name: string, random: Random): unknown => {
  const values = known[name];
  return values && random.chance(0.8) ? random.pick(values) : undefined;
};

/** `fuzzWire` against an engine of its own, with all its stores; functions are not run. */
export async function fuzzEngine(requests: number, seed: number): Promise<FuzzReport> {
  const homeDir = mkdtempSync(join(tmpdir(), "lambdeck-fuzz-"));
  const engine = createEngine({ homeDir, version: "fuzz", settings: { settleMs: 0 } });
  try {
    for (const [service, operation, input] of found) {
      const run = engine.services.find(({ id }) => id === service)?.operations[operation];
      await (run as Operation)(input as never, context);
    }
    const services = engine.services.map(withoutRunning);
    return await fuzzWire({ services, requests, seed, named });
  } finally {
    await engine.close();
    rmSync(homeDir, { recursive: true, force: true });
  }
}

const context: CallContext = {
  requestId: "fuzz",
  region: "us-east-1",
  accountId: account,
  accessKeyId: "fuzz",
  endpoint: "http://127.0.0.1",
  signal: new AbortController().signal,
};

const echo: Operation<{ Payload?: Uint8Array }> = ({ Payload }) => ({ StatusCode: 200, Payload });

function withoutRunning(service: Service): Service {
  if (service.id !== "lambda") return service;
  const InvokeWithResponseStream: typeof echo = ({ Payload = new Uint8Array() }) => ({
    StatusCode: 200,
    EventStream: (async function* () {
      yield { PayloadChunk: { Payload } };
      yield { InvokeComplete: { ErrorDetails: Buffer.from(Payload).toString() } };
    })(),
  });
  return {
    ...service,
    operations: {
      ...service.operations,
      Invoke: echo,
      InvokeAsync: echo,
      InvokeWithResponseStream,
    },
  };
}
