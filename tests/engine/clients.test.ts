import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createEngine } from "@/lib/engine/engine";
import type { OperationPlan, ServicePlan } from "@/lib/engine/http/plan";
import type { Protocol } from "@/lib/engine/http/service";
import {
  comparable,
  failingKey,
  failureMessage,
  inputOf,
  keyOf,
  type Mirror,
  mirrorServices,
  outputOf,
} from "@/lib/engine/testing/mirror-services";

// Every operation, as each client sends it: botocore old and new (REST and JSON, Query, CBOR) and the JavaScript
// SDK judge what arrived and what they were given back. S3 has tests of its own.

const elsewhere = new Set(["s3"]);
let mirror: Mirror;
let plans: OperationPlan[];
beforeAll(async () => {
  const homeDir = mkdtempSync(join(tmpdir(), "lambdeck-clients-"));
  const engine = createEngine({ homeDir, version: "test" });
  mirror = await mirrorServices(engine.services.filter(({ id }) => !elsewhere.has(id)));
  await engine.close();
  rmSync(homeDir, { recursive: true, force: true });
  plans = mirror.operations;
});
afterAll(() => mirror?.stop());

/** The codes that a service's model knows. */
function errorsOf(plan: ServicePlan): string[] {
  return Object.values(plan.schemas)
    .filter((schema): schema is [-3, string, string] => Array.isArray(schema) && schema[0] === -3)
    .map(([, , name]) => name)
    .filter(
      (name) =>
        !/^(ServiceException|.*ServiceException)$/.test(name) || name === "ServiceException",
    );
}

const uniqueServices = () => [...new Set(plans.map(({ service }) => service))];

interface Judgement {
  key: string;
  unknown?: boolean;
  params?: unknown;
  output?: Record<string, unknown>;
  missing?: (string | number)[][];
  requestId?: string;
  status?: number;
  error?: { Code: string; Message: string };
  problem?: string;
}

interface PythonCall {
  key: string;
  service: string;
  operation: string;
  protocol: string;
  accessKeyId?: string;
}

/** What botocore calls the protocols, each once. */
const protocolsOf = ({ service }: ServicePlan): string[] => [
  ...new Set(service.protocols.map((protocol) => botocoreProtocols[protocol])),
];
const botocoreProtocols: Readonly<Record<Protocol, string>> = {
  restJson1: "rest-json",
  restXml: "rest-xml",
  "awsJson1.0": "json",
  "awsJson1.1": "json",
  awsQuery: "query",
  rpcv2Cbor: "smithy-rpc-v2-cbor",
  // Java's alone.
  "awsCbor1.1": "json",
};

const pythons = ["/usr/bin/python3", "python3"].flatMap((command) => {
  const asked = spawnSync(command, ["-c", "import botocore; print(botocore.__version__)"], {
    encoding: "utf8",
  });
  return asked.status === 0 ? [{ command, version: asked.stdout.trim() }] : [];
});
const oneOfEach = pythons.filter(
  ({ version }, i) => pythons.findIndex((other) => other.version === version) === i,
);

const botocoreNames: Readonly<Record<string, string>> = {
  "api-gateway": "apigateway",
  "cloudwatch-logs": "logs",
  eventbridge: "events",
  "dynamodb-streams": "dynamodbstreams",
  "secrets-manager": "secretsmanager",
  sfn: "stepfunctions",
};
const nameOf = (plan: OperationPlan): string => {
  const { id } = plan.service.service;
  return botocoreNames[id] ?? id;
};

function judge(command: string, calls: PythonCall[]): Promise<Judgement[]> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      command,
      ["tests/engine/call_operations.py"],
      { maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) => {
        if (error) reject(new Error(stderr));
        else
          resolve(
            stdout
              .trim()
              .split("\n")
              .map((line) => JSON.parse(line) as Judgement),
          );
      },
    );
    child.stdin?.end(
      JSON.stringify({
        endpoint: mirror.endpoint,
        calls: calls.map(({ key, service, operation, protocol, accessKeyId }) => ({
          key,
          service,
          operation,
          protocol,
          accessKeyId: accessKeyId ?? "test",
        })),
      }),
    );
  });
}

/** The value at a path; undefined where it ends early. */
const at = (value: unknown, path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>(
    (part, step) => (part as Record<string, unknown> | undefined)?.[step],
    value,
  );

describe.skipIf(oneOfEach.length === 0).each(oneOfEach)(
  "botocore $version",
  ({ command, version }) => {
    test("sends and understands every operation", async () => {
      mirror.received.clear();
      const calls = plans.flatMap((plan) =>
        protocolsOf(plan.service).map((protocol) => ({
          key: keyOf(plan),
          plan,
          service: nameOf(plan),
          operation: plan.name,
          protocol,
        })),
      );
      const judgements = await judge(command, calls);
      const problems: unknown[] = [];
      const judged = new Map<string, number>();
      for (const [i, { key, ...told }] of judgements.entries()) {
        if (told.unknown) continue;
        const { plan, protocol } = calls[i]!;
        judged.set(protocol, (judged.get(protocol) ?? 0) + 1);
        const expected = comparable(outputOf(plan)) as Record<string, unknown>;
        const arrived = comparable(mirror.received.get(key));
        const lost = (told.missing ?? []).filter((path) => at(expected, path) !== undefined);
        try {
          expect(told.problem ?? told.error).toBeUndefined();
          // Query gives two members of SQS's ReceiveMessage one name.
          expect(arrived).toMatchObject(told.params as object);
          expect(expected).toMatchObject(told.output ?? {});
          expect(lost).toEqual([]);
          // botocore does not look for it where CBOR answers with nothing.
          if (protocol !== "smithy-rpc-v2-cbor" || !plan.output.isUnit)
            expect(told.requestId).toMatch(/^[0-9a-f-]{36}$/);
        } catch (error) {
          problems.push(
            `${key}: ${String(error instanceof Error && "diff" in error ? error.diff : error).slice(0, 1500)}`,
          );
        }
      }
      expect(problems).toEqual([]);
      expect(judgements.length).toBe(calls.length);
      console.log(`botocore ${version} judged`, Object.fromEntries(judged), "operations");
    }, 120_000);

    test("understands every error", async () => {
      const calls = uniqueServices().flatMap((service) => {
        const operation = plans.find((plan) => plan.service === service)!;
        return errorsOf(service).flatMap((code) =>
          protocolsOf(service).map((protocol) => ({
            key: `${service.service.id} ${code} ${protocol}`,
            protocol,
            service: nameOf(operation),
            operation: operation.name,
            accessKeyId: failingKey + code,
            expected: service.service.protocols.includes("awsQuery")
              ? (service.error(code).query?.code ?? code)
              : code,
          })),
        );
      });
      const judgements = await judge(command, calls);
      const known = judgements.filter(({ unknown }) => !unknown);
      const told = known.map(({ key, error, problem, requestId }) => ({
        key,
        code: problem ?? error?.Code,
        message: error?.Message,
        identified: requestId !== undefined,
      }));
      expect(told).toEqual(
        calls
          .filter((_, i) => !judgements[i]?.unknown)
          .map(({ key, expected }) => ({
            key,
            code: expected,
            message: failureMessage,
            identified: true,
          })),
      );
    }, 120_000);
  },
);

test("the JavaScript SDK sends and understands every operation", async () => {
  mirror.received.clear();
  const problems: unknown[] = [];
  for (const plan of plans) {
    const client = clientOf(plan.service);
    const input = inputOf(plan);
    try {
      const output = await client.send(commandOf(plan, input));
      expect(comparable(mirror.received.get(keyOf(plan)))).toEqual(comparable(input));
      expect(comparable(await withoutStreams(output))).toMatchObject(
        comparable(outputOf(plan)) as object,
      );
      expect(output.$metadata.requestId).toMatch(/^[0-9a-f-]{36}$/);
    } catch (error) {
      problems.push(
        `${keyOf(plan)}: ${String(error instanceof Error && "diff" in error ? error.diff : error).slice(0, 1500)}`,
      );
    }
    client.destroy();
  }
  expect(problems).toEqual([]);
}, 120_000);

interface Client {
  send(command: unknown): Promise<Record<string, unknown> & { $metadata: { requestId?: string } }>;
  destroy(): void;
}

function clientOf({ schemas }: ServicePlan): Client {
  const [, Class] = Object.entries(schemas).find(([name]) => /^[A-Z]\w+Client$/.test(name))!;
  return new (Class as new (config: object) => Client)({
    endpoint: mirror.endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
    maxAttempts: 1,
    disableHostPrefix: true,
    // The mirror's bodies have made-up checksums.
    md5: false,
  });
}

function commandOf(plan: OperationPlan, input: object): unknown {
  const Class = plan.service.schemas[`${plan.name}Command`];
  return new (Class as new (input: object) => unknown)(input);
}

/** An output with its event stream's first event instead of the stream. */
async function withoutStreams(output: Record<string, unknown>): Promise<Record<string, unknown>> {
  const plain: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(output)) {
    plain[name] = value;
    if (typeof value === "object" && value !== null && Symbol.asyncIterator in value)
      for await (const event of value as AsyncIterable<unknown>) {
        plain[name] = event;
        break;
      }
  }
  return plain;
}
