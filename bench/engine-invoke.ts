import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CreateFunctionCommand,
  InvokeCommand,
  LambdaClient,
  waitUntilFunctionActiveV2,
} from "@aws-sdk/client-lambda";
import { strToU8, zipSync } from "fflate";
import { type Program, startProgram } from "./programs/start-program.ts";

interface Row {
  what: string;
  value: number;
  unit: "calls/s" | "ms" | "ms CPU" | "MiB";
  floor: string;
  floorValue: number;
  ratio: number;
}

/** What one stretch of calls came to. */
interface Stretch {
  callsPerSecond: number;
  /** Milliseconds of CPU a call: of the program called, and of the processes it has started. */
  cpuMs: number;
  childrenCpuMs: number;
}

const bareServer = `
const answer = '{"statusCode":200}';
const headers = { "content-type": "application/json", "content-length": answer.length,
  "x-amzn-RequestId": "00000000-0000-4000-8000-000000000000", "X-Amz-Executed-Version": "$LATEST" };
const server = require("http").createServer((request, response) => {
  request.resume();
  request.on("end", () => { response.writeHead(200, headers); response.end(answer); });
});
server.listen(0, "127.0.0.1", () => console.log("ready http://127.0.0.1:" + server.address().port));`;

const rounds = 7;
const roundMs = 1500;
/** By calls and not by time: on a busy machine too, all programs have been compiled by then. */
const warmUpCalls = 3000;
const callers = [1, 10, 50];
const coldRounds = 10;
/** Of /proc/PID/stat; Linux shows programs a hundredth of a second whatever the kernel counts in. */
const tickMs = 10;

/**
 * Warm invocations against a bare HTTP server, both driven by the SDK's client in this process, in
 * turns; cold ones and the engine's own start against the bare start of an interpreter. Linux only.
 */
export default async function measure(): Promise<Row[]> {
  const home = mkdtempSync(join(tmpdir(), "lambdeck-bench-"));
  const startedMs = performance.now();
  const engine = await startProgram(["dist/engine.mjs", "--port", "0", "--home", home]);
  const readyMs = performance.now() - startedMs;
  const bare = await startProgram(["-e", bareServer]);
  try {
    const lambda = clientOf(engine);
    await deploy(lambda, "warm", { code: "exports.handler = async () => ({ statusCode: 200 });" });
    for (const client of [lambda, clientOf(bare)])
      await Promise.all(Array.from({ length: 10 }, () => invokeTimes(client, warmUpCalls / 10)));
    const rows: Row[] = [];
    for (const count of callers) rows.push(...(await warm(lambda, engine, bare, count)));
    rows.push(await memory(lambda, engine));
    const bareStartMs = await milliseconds(() => void spawnSync(process.execPath, ["-e", "0"]));
    const ready = figures(readyMs, bareStartMs, "ms");
    return [
      ...rows,
      { what: "engine start to ready", ...ready, floor: "node -e 0" },
      ...(await cold(lambda)),
    ];
  } finally {
    for (const { child } of [engine, bare]) child.kill();
    rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

/** Stretches of both in turns, so that whatever else the machine does falls on both. */
async function warm(
  lambda: LambdaClient,
  engine: Program,
  bare: Program,
  count: number,
): Promise<Row[]> {
  const bareLambda = clientOf(bare);
  const stretches = { engine: [] as Stretch[], bare: [] as Stretch[] };
  // The first round makes connections and environments and is not counted.
  for (let round = 0; round <= rounds; round += 1) {
    const ofBare = await stretch(bareLambda, bare, count);
    const ofEngine = await stretch(lambda, engine, count);
    if (round === 0) continue;
    stretches.bare.push(ofBare);
    stretches.engine.push(ofEngine);
  }
  const of = (list: readonly Stretch[], figure: keyof Stretch) =>
    median(list.map((each) => each[figure]));
  const { engine: called, bare: floors } = stretches;
  const floor = "bare node:http server";
  const row = (what: string, figure: keyof Stretch, unit: Row["unit"]): Row => {
    const against = figure === "childrenCpuMs" ? "cpuMs" : figure;
    return { what, ...figures(of(called, figure), of(floors, against), unit), floor };
  };
  return [
    row(`warm invocations, ${count} at a time`, "callsPerSecond", "calls/s"),
    row("   engine, a call", "cpuMs", "ms CPU"),
    row("   its functions, a call", "childrenCpuMs", "ms CPU"),
  ];
}

/** What the engine grew by while it answered some thousand calls more. */
async function memory(lambda: LambdaClient, engine: Program): Promise<Row> {
  const before = residentMb(engine.pid);
  for (let round = 0; round < 3; round += 1) await stretch(lambda, engine, 10);
  return {
    what: "resident memory after further calls",
    ...figures(residentMb(engine.pid), before, "MiB"),
    floor: "the same before them",
  };
}

async function cold(lambda: LambdaClient): Promise<Row[]> {
  const kinds = [
    { runtime: "nodejs20.x", floor: "node -e 0", program: process.execPath, option: "-e" },
    { runtime: "python3.12", floor: "python3 -c 0", program: realPython(), option: "-c" },
  ] as const;
  const rows: Row[] = [];
  for (const { runtime, floor, program, option } of kinds) {
    const code =
      option === "-c"
        ? "def handler(event, context): return event"
        : "exports.handler = async (event) => event;";
    const times: number[] = [];
    const floors: number[] = [];
    for (let round = 0; round <= coldRounds; round += 1) {
      const name = `cold-${runtime.replace(/\W/g, "-")}-${round}`;
      await deploy(lambda, name, { code, runtime });
      // Whoever creates a function takes a moment until the first call.
      await new Promise((resolve) => setTimeout(resolve, 500));
      const invoked = await milliseconds(() => invoke(lambda, name));
      const started = await milliseconds(() => void spawnSync(program, [option, "0"]));
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

async function stretch(lambda: LambdaClient, program: Program, count: number): Promise<Stretch> {
  const cpuBefore = cpuMs(program.pid);
  let calls = 0;
  const startedMs = performance.now();
  const caller = async () => {
    while (performance.now() < startedMs + roundMs) {
      await invoke(lambda, "warm");
      calls += 1;
    }
  };
  await Promise.all(Array.from({ length: count }, caller));
  const tookMs = performance.now() - startedMs;
  const cpu = cpuMs(program.pid);
  return {
    callsPerSecond: (calls * 1000) / tookMs,
    cpuMs: (cpu.own - cpuBefore.own) / calls,
    childrenCpuMs: (cpu.children - cpuBefore.children) / calls,
  };
}

async function invokeTimes(lambda: LambdaClient, calls: number): Promise<void> {
  for (let call = 0; call < calls; call += 1) await invoke(lambda, "warm");
}

async function invoke(lambda: LambdaClient, FunctionName: string): Promise<void> {
  const answer = await lambda.send(new InvokeCommand({ FunctionName, Payload: '{"key":"value"}' }));
  if (answer.FunctionError)
    throw new Error(`${FunctionName}: ${answer.Payload?.transformToString()}`);
}

/** CPU time since the start, in milliseconds: of a process, and of those it started that still run. */
function cpuMs(pid: number): { own: number; children: number } {
  let own = 0;
  let children = 0;
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const { parent, ms } = statOf(name);
    if (Number(name) === pid) own = ms;
    else if (parent === pid) children += ms;
  }
  return { own, children };
}

function statOf(pid: string): { parent: number; ms: number } {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, "latin1");
  } catch {
    return { parent: 0, ms: 0 };
  }
  // The second field is a name in parentheses that may hold anything; state and parent follow it.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return { parent: Number(fields[1]), ms: (Number(fields[11]) + Number(fields[12])) * tickMs };
}

function residentMb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "latin1");
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) / 1024;
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

async function milliseconds(act: () => Promise<void> | void): Promise<number> {
  const startedMs = performance.now();
  await act();
  return performance.now() - startedMs;
}

function clientOf({ address }: Program): LambdaClient {
  return new LambdaClient({
    endpoint: address,
    region: "us-east-1",
    credentials: { accessKeyId: "bench", secretAccessKey: "bench" },
    maxAttempts: 1,
  });
}

async function deploy(
  lambda: LambdaClient,
  FunctionName: string,
  input: { code: string; runtime?: "nodejs20.x" | "python3.12" },
): Promise<void> {
  const { code, runtime = "nodejs20.x" } = input;
  const file = runtime === "python3.12" ? "index.py" : "index.js";
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Runtime: runtime,
      Handler: "index.handler",
      Role: "arn:aws:iam::000000000000:role/bench",
      Code: { ZipFile: zipSync({ [file]: strToU8(code) }) },
    }),
  );
  await waitUntilFunctionActiveV2(
    { client: lambda, maxWaitTime: 30, minDelay: 1 },
    { FunctionName },
  );
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
