import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateFunctionCommand,
  InvokeCommand,
  LambdaClient,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import { strToU8, zipSync } from "fflate";

interface Row {
  what: string;
  value: number;
  unit: "calls/s" | "ms";
  floor: string;
  floorValue: number;
  ratio: number;
}

const bareServer = `
const server = require("http").createServer((request, response) => {
  request.resume();
  request.on("end", () => response.end("{}"));
});
server.listen(0, "127.0.0.1", () => console.log("ready http://127.0.0.1:" + server.address().port));`;

const rounds = 5;
const roundMs = 1500;
const callers = [1, 10];

/** Warm invocations against a bare HTTP server, cold ones against the bare start of an interpreter. */
export default async function measure(): Promise<Row[]> {
  const home = mkdtempSync(join(tmpdir(), "lambdeck-bench-"));
  const engine = await start(["dist/engine.mjs", "--port", "0", "--home", home]);
  const bare = await start(["-e", bareServer]);
  try {
    const lambda = new LambdaClient({
      endpoint: engine.address,
      region: "us-east-1",
      credentials: { accessKeyId: "bench", secretAccessKey: "bench" },
      maxAttempts: 1,
    });
    return [...(await warm(lambda, engine.address, bare.address)), ...(await cold(lambda))];
  } finally {
    for (const { child } of [engine, bare]) child.kill();
    rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

/** Rates of both in turns, so that whatever else the machine does falls on both. */
async function warm(lambda: LambdaClient, engine: string, bare: string): Promise<Row[]> {
  await deploy(lambda, "warm", { code: "exports.handler = async (event) => event;" });
  const path = "/2015-03-31/functions/warm/invocations";
  const rows: Row[] = [];
  for (const count of callers) {
    const rates = { engine: [] as number[], bare: [] as number[] };
    // The first round warms up and is not counted.
    for (let round = 0; round <= rounds; round += 1) {
      const ofBare = await rate(bare + path, count);
      const ofEngine = await rate(engine + path, count);
      if (round === 0) continue;
      rates.bare.push(ofBare);
      rates.engine.push(ofEngine);
    }
    const [value, floorValue] = [median(rates.engine), median(rates.bare)];
    rows.push({
      what: `warm invocations, ${count} at a time`,
      ...figures(value, floorValue, "calls/s"),
      floor: "bare node:http server",
    });
  }
  return rows;
}

async function cold(lambda: LambdaClient): Promise<Row[]> {
  const kinds = [
    {
      runtime: "nodejs20.x",
      handler: "index.handler",
      floor: "node -e 0",
      command: process.execPath,
    },
    { runtime: "python3.12", handler: "index.handler", floor: "python3 -c 0", command: "python3" },
  ] as const;
  const rows: Row[] = [];
  for (const { runtime, handler, floor, command } of kinds) {
    const python = command === "python3";
    const program = python ? realPython() : command;
    const code = python
      ? "def handler(event, context): return event"
      : "exports.handler = async (event) => event;";
    const times: number[] = [];
    const floors: number[] = [];
    for (let round = 0; round <= 10; round += 1) {
      const name = `cold-${runtime.replace(/\W/g, "-")}-${round}`;
      await deploy(lambda, name, { code, runtime, handler });
      // Whoever creates a function takes a moment until the first call.
      await new Promise((resolve) => setTimeout(resolve, 500));
      const invoked = await milliseconds(async () => {
        await lambda.send(new InvokeCommand({ FunctionName: name, Payload: "{}" }));
      });
      const started = await milliseconds(async () => {
        spawnSync(program, python ? ["-c", "0"] : ["-e", "0"]);
      });
      if (round === 0) continue;
      times.push(invoked);
      floors.push(started);
    }
    rows.push({
      what: `cold invocation, ${runtime}`,
      ...figures(median(times), median(floors), "ms"),
      floor,
    });
  }
  return rows;
}

/** The interpreter itself: the name on the PATH may be a version manager's script. */
function realPython(): string {
  const asked = spawnSync("python3", ["-c", "import sys; print(sys.executable)"], {
    encoding: "utf8",
  });
  return asked.stdout.trim();
}

function figures(value: number, floorValue: number, unit: Row["unit"]) {
  const round = (figure: number) => Math.round(figure * 100) / 100;
  return {
    value: round(value),
    unit,
    floorValue: round(floorValue),
    ratio: round(value / floorValue),
  };
}

async function milliseconds(act: () => Promise<void>): Promise<number> {
  const startedMs = performance.now();
  await act();
  return performance.now() - startedMs;
}

async function rate(address: string, count: number): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: count });
  const endMs = performance.now() + roundMs;
  let calls = 0;
  const startedMs = performance.now();
  const caller = async () => {
    while (performance.now() < endMs) {
      await post(address, agent);
      calls += 1;
    }
  };
  await Promise.all(Array.from({ length: count }, caller));
  agent.destroy();
  return (calls * 1000) / (performance.now() - startedMs);
}

function post(address: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const call = request(
      address,
      {
        agent,
        method: "POST",
        headers: {
          authorization:
            "AWS4-HMAC-SHA256 Credential=bench/20260101/us-east-1/lambda/aws4_request, SignedHeaders=host, Signature=0",
          "content-length": 2,
        },
      },
      (response) => {
        response.resume();
        response.on("end", () => {
          if (response.statusCode === 200) resolve();
          else reject(new Error(`status ${response.statusCode}`));
        });
      },
    );
    call.on("error", reject);
    call.end("{}");
  });
}

async function deploy(
  lambda: LambdaClient,
  FunctionName: string,
  input: { code: string; runtime?: "nodejs20.x" | "python3.12"; handler?: string },
): Promise<void> {
  const { code, runtime = "nodejs20.x", handler = "index.handler" } = input;
  const file = runtime === "python3.12" ? "index.py" : "index.js";
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Runtime: runtime,
      Handler: handler,
      Role: "arn:aws:iam::000000000000:role/bench",
      Code: { ZipFile: zipSync({ [file]: strToU8(code) }) },
    }),
  );
  await waitUntilFunctionActiveV2(
    { client: lambda, maxWaitTime: 30, minDelay: 1 },
    { FunctionName },
  );
}

/** Starts a program of Node.js that prints its address in its first line. */
function start(args: readonly string[]): Promise<{ child: ChildProcess; address: string }> {
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => reject(new Error(`${args[0]} ended with ${code}`)));
    child.stdout.once("data", (line: Buffer) => {
      const address = /http:\/\/\S+/.exec(line.toString())?.[0];
      if (address) resolve({ child, address });
      else reject(new Error(`${args[0]} printed no address`));
    });
  });
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
