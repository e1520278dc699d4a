import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Runtime } from "@aws-sdk/client-lambda";
import type { FunctionVersion } from "../lambda/function-version.ts";
import type { RuntimeAnswer } from "../runtime-api/answers.ts";
import { openChannel } from "../runtime-api/channel.ts";
import { RuntimeApiServer } from "../runtime-api/server.ts";
import { RuntimeSession, type RuntimeInvocation } from "../runtime-api/session.ts";
import type { Family, Interpreter } from "../runtimes/families/family.ts";
import { findRuntimesDir } from "../runtimes/runtimes-dir.ts";
import { RuntimeProcess } from "../runtimes/runtime-process.ts";
import { environmentVariables } from "../runtimes/variables.ts";

export interface RuntimeRun {
  files: Record<string, string | Uint8Array>;
  handler?: string;
  runtime?: Runtime;
  environment?: Record<string, string>;
  logging?: Partial<FunctionVersion["logging"]>;
  /** One invocation each, one after the other. */
  events?: readonly unknown[];
  invocation?: Partial<RuntimeInvocation>;
}

export interface RuntimeOutcome {
  /** What the runtime answered: a response's text, or an error's body. */
  answers: { value?: unknown; text?: string; error?: Record<string, unknown>; chunks: string[] }[];
  initError?: Record<string, unknown>;
  /** Set when the process ended by itself. */
  exit?: { code: number | null; signal: string | null };
  log: string[];
}

/** An interpreter on the PATH; undefined where there is none, so that tests can say they are skipped. */
export function findInterpreter(family: Family): Interpreter | undefined {
  const [program = ""] = family
    .programs("")
    .filter((name) => name === family.name || name === "python3");
  const { stdout, stderr } = spawnSync(program, [...family.ask], { encoding: "utf8" });
  const told = family.read(stdout ?? "") ?? family.read(stderr ?? "");
  return told && { family, ...told };
}

/**
 * One runtime client with one function, at the Runtime API, with nothing of the engine between: how the
 * programs in `runtimes/` behave. Paths are those of a temporary folder, shown as /var/task.
 */
export async function runRuntime(
  interpreter: Interpreter,
  run: RuntimeRun,
): Promise<RuntimeOutcome> {
  const folder = mkdtempSync(join(tmpdir(), "lambdeck-runtime-"));
  for (const [name, content] of Object.entries(run.files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  const version = versionOf(run, folder);
  const outcome: RuntimeOutcome = { answers: [], log: [] };
  const shown = (text: string) => text.replaceAll(folder, "/var/task");
  const json = (payload: Uint8Array) =>
    JSON.parse(shown(Buffer.from(payload).toString("utf8"))) as Record<string, unknown>;
  let settle = () => {};
  const session = new RuntimeSession({
    onReady: () => settle(),
    onInitError: (_type, payload) => {
      outcome.initError = json(payload);
    },
  });
  const server = new RuntimeApiServer();
  const endpoint = await server.open(session);
  const environment = environmentVariables(version, {
    runtimeApi: endpoint.address,
    logStream: "stream",
    initializationType: "on-demand",
    endpoint: "http://127.0.0.1:1",
    taskRoot: folder,
    tmpDir: folder,
    optDir: join(folder, "opt"),
  });
  const { family, path } = interpreter;
  const programDir = (await family.prepare?.(interpreter, tmpdir())) ?? findRuntimesDir();
  const options = { ...version, taskRoot: folder, optDir: join(folder, "opt") };
  const [command = path, ...args] = family.command(path, options, programDir);
  const process = new RuntimeProcess({
    command,
    args,
    ...(family.startsWithFunction
      ? { environment, workingDir: folder }
      : { environment: { PATH: "/usr/bin:/bin" } }),
    channel: family.channel,
  });
  if (process.channel) openChannel(process.channel, session);
  const ended = new Promise<void>((resolve) => {
    process.listen({
      onOutput: (message) => outcome.log.push(shown(message)),
      onExit: (exit) => {
        outcome.exit = exit;
        resolve();
      },
    });
  });
  const idle = () => new Promise<void>((resolve) => (settle = resolve));
  let ready = idle();
  if (!family.startsWithFunction)
    process.assign({
      environment,
      workingDir: folder,
      importPaths: family.importPaths(version.runtime, join(folder, "opt")),
    });
  for (const [index, event] of (run.events ?? [{}]).entries()) {
    await Promise.race([ready, ended]);
    if (outcome.exit || outcome.initError) break;
    ready = idle();
    const chunks: string[] = [];
    const invocation: RuntimeInvocation = {
      requestId: `00000000-0000-4000-8000-00000000000${index}`,
      payload: Buffer.from(JSON.stringify(event)),
      deadlineMs: Date.now() + 10_000,
      invokedArn: "arn:aws:lambda:us-east-1:000000000000:function:f",
      traceHeader: `Root=1-00000000-00000000000000000000000${index}`,
      onChunk: (chunk) => chunks.push(Buffer.from(chunk).toString("utf8")),
      ...run.invocation,
    };
    const answered = new Promise<RuntimeAnswer>((answer) => session.invoke(invocation, answer));
    const answer = await Promise.race([answered, ended]);
    if (!answer) break;
    const text = shown(Buffer.from(answer.payload).toString("utf8"));
    if (answer.kind === "error") outcome.answers.push({ error: json(answer.payload), chunks });
    else outcome.answers.push({ text, value: parsed(text), chunks });
  }
  await Promise.race([ready, ended]);
  // What ends by itself is given the time to do so.
  if (outcome.initError) await ended;
  // What was written before the last exchange has been read one turn later.
  await new Promise((resolve) => setImmediate(resolve));
  process.kill();
  endpoint.close();
  server.close();
  rmSync(folder, { recursive: true, force: true });
  return outcome;
}

function versionOf(run: RuntimeRun, codeDir: string): FunctionVersion {
  return {
    region: "us-east-1",
    functionName: "f",
    version: "$LATEST",
    functionArn: "arn:aws:lambda:us-east-1:000000000000:function:f",
    unqualifiedArn: "arn:aws:lambda:us-east-1:000000000000:function:f",
    runtime: run.runtime ?? "nodejs20.x",
    handler: run.handler ?? "index.handler",
    role: "r",
    memoryMb: 128,
    timeoutSeconds: 10,
    environment: run.environment ?? {},
    ephemeralStorageMb: 512,
    architecture: "x86_64",
    logging: { logGroup: "/aws/lambda/f", format: "Text", ...run.logging },
    tracingMode: "PassThrough",
    codeDir,
    layerDirs: [],
    tenantIsolated: false,
    codeSha256: "",
    revisionId: "1",
    state: "Active",
    lastUpdateStatus: "Successful",
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
