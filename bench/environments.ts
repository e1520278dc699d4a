import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  InvokeCommand,
  LambdaClient,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { strToU8, zipSync } from "fflate";
import { type Program, startProgram } from "./programs/start-program.ts";
import { leftGroups, leftovers, proportionalMb, treeOf } from "./soak/processes.ts";

interface Row {
  what: string;
  value: number;
  unit: string;
}

const many = Number(process.env.MANY ?? 1000);
const nodes = Number(process.env.NODES ?? 100);

/** A runtime of a few lines: it keeps each event for as many seconds as it says. */
const bootstrap = `#!/bin/bash
api=$AWS_LAMBDA_RUNTIME_API
exec 8<> <(:) 9<>"/dev/tcp/\${api%:*}/\${api#*:}"
while :; do
  printf 'GET /2018-06-01/runtime/invocation/next HTTP/1.1\\r\\nHost: %s\\r\\n\\r\\n' "$api" >&9
  while IFS= read -r line <&9 && line=\${line%$'\\r'} && [ -n "$line" ]; do
    case \${line,,} in
      lambda-runtime-aws-request-id:*) id=\${line#*: } ;;
      content-length:*) length=\${line#*: } ;;
    esac
  done
  IFS= read -r -N "$length" seconds <&9
  read -rt "$seconds" -u 8 _
  printf 'POST /2018-06-01/runtime/invocation/%s/response HTTP/1.1\\r\\nHost: %s\\r\\nContent-Length: 4\\r\\n\\r\\ndone' "$id" "$api" >&9
  length=0
  while IFS= read -r line <&9 && line=\${line%$'\\r'} && [ -n "$line" ]; do
    case \${line,,} in content-length:*) length=\${line#*: } ;; esac
  done
  IFS= read -r -N "$length" _ <&9
done`;

const handler = `exports.handler = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000, "done"));`;

/** How many environments run at once, what each costs, and how soon all run; Linux only. */
export default async function measure(): Promise<Row[]> {
  const home = mkdtempSync(join(tmpdir(), "lambdeck-environments-"));
  const engine = await startProgram([
    "dist/engine.mjs",
    "--port",
    "0",
    "--home",
    home,
    "--spares",
    "0",
  ]);
  const lambda = new LambdaClient({
    endpoint: engine.address,
    region: "us-east-1",
    credentials: { accessKeyId: "bench", secretAccessKey: "bench" },
    maxAttempts: 1,
    requestHandler: new NodeHttpHandler({ httpAgent: { maxSockets: many } }),
  });
  try {
    const rows = [
      ...(await run(lambda, engine, "bash", many, {
        Runtime: "provided.al2023",
        Code: {
          ZipFile: zipSync({ bootstrap: [strToU8(bootstrap), { os: 3, attrs: 0o755 << 16 }] }),
        },
      })),
      ...(await run(lambda, engine, "Node.js", nodes, {
        Runtime: "nodejs20.x",
        Code: { ZipFile: zipSync({ "index.js": strToU8(handler) }) },
      })),
    ];
    const ended = new Promise((resolve) => engine.child.once("exit", resolve));
    const askedMs = performance.now();
    engine.child.kill("SIGTERM");
    await ended;
    rows.push(
      { what: "end of all", value: seconds(askedMs), unit: "s" },
      { what: "processes left", value: leftovers(home).length, unit: "processes" },
      { what: "groups left", value: leftGroups().length, unit: "groups" },
    );
    return rows;
  } finally {
    engine.child.kill("SIGKILL");
    rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

async function run(
  lambda: LambdaClient,
  engine: Program,
  what: string,
  count: number,
  input: Pick<CreateFunctionCommandInput, "Runtime" | "Code">,
): Promise<Row[]> {
  const FunctionName = what.replace(".", "");
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Handler: "index.handler",
      Role: "arn:aws:iam::000000000000:role/bench",
      Timeout: 900,
      ...input,
    }),
  );
  const waiter = { client: lambda, minDelay: 1, maxWaitTime: 60 };
  await waitUntilFunctionActiveV2(waiter, { FunctionName });
  const before = measureNow(engine.pid);
  const startedMs = performance.now();
  // Each is held until all the others have been started as well, with some time to measure.
  const holdSeconds = Math.max(30, Math.ceil(count / 4));
  const answers = Array.from({ length: count }, async () => {
    const command = new InvokeCommand({ FunctionName, Payload: String(holdSeconds) });
    const { FunctionError, Payload } = await lambda.send(command);
    return FunctionError ? Buffer.from(Payload ?? []).toString() : "done";
  });
  while (
    runtimesOf(engine.pid).length < before.runtimes + count &&
    seconds(startedMs) < holdSeconds - 5
  )
    await new Promise((resolve) => setTimeout(resolve, 1000));
  const startSeconds = seconds(startedMs);
  const now = measureNow(engine.pid);
  const settled = await Promise.allSettled(answers);
  const failures = settled.flatMap((one) =>
    one.status === "rejected" ? [String(one.reason)] : one.value === "done" ? [] : [one.value],
  );
  for (const failure of new Set(failures)) console.log("failed:", failure);
  return [
    { what: `${what}: environments asked for at once`, value: count, unit: "environments" },
    {
      what: `${what}: ran at the same time`,
      value: now.runtimes - before.runtimes,
      unit: "environments",
    },
    { what: `${what}: failed`, value: failures.length, unit: "calls" },
    { what: `${what}: all started after`, value: startSeconds, unit: "s" },
    {
      what: `${what}: memory of one`,
      value: round((now.treeMb - before.treeMb) / count),
      unit: "MiB",
    },
    { what: `${what}: engine itself`, value: now.engineMb, unit: "MiB" },
    { what: `${what}: engine's open files`, value: now.files, unit: "files" },
  ];
}

/** An environment's own process stands below the two that make and hold its namespace, or alone. */
function runtimesOf(pid: number) {
  return treeOf(pid).filter(({ command }) =>
    /^\S*(bash|node) \S*bootstrap|^\S*node .*bootstrap/.test(command),
  );
}

/** Reading the memory of thousands of processes takes seconds of a processor. */
function measureNow(pid: number) {
  const tree = treeOf(pid);
  return {
    engineMb: round(proportionalMb([pid])),
    treeMb: proportionalMb(tree.map((member) => member.pid)),
    runtimes: runtimesOf(pid).length,
    files: readdirSync(`/proc/${pid}/fd`).length,
  };
}

function seconds(sinceMs: number): number {
  return round((performance.now() - sinceMs) / 1000);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
