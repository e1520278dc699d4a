import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Clients, type Stretch, type Target } from "./invoke/clients.ts";
import { cold } from "./invoke/cold.ts";
import { clientOf, deploy, invoke } from "./invoke/functions.ts";
import { type Peer, startPeer } from "./invoke/peer.ts";
import { treeUse } from "./invoke/processes.ts";
import { figures, median, milliseconds, missing, quantile, type Row } from "./invoke/rows.ts";
import { type Program, startProgram } from "./programs/start-program.ts";

const code = "exports.handler = async () => ({ statusCode: 200 });";
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
const stretchMs = 1500;
/** Of each client. By calls and not by time: on a busy machine too, all programs have been compiled by then. */
const warmUpCalls = 6000;
const callerCounts = [1, 10, 50];
const startRounds = 5;
const floorName = "bare node:http server";
const peerName = "serverless-offline";

/**
 * Invocations by two client processes of the JavaScript SDK, of the engine, of a bare HTTP server and of
 * serverless-offline in turns; cold ones and the engine's start against the bare start of an interpreter;
 * memory against serverless-offline's. Linux only.
 */
export default async function measure(): Promise<Row[]> {
  const peer = await startPeer(code);
  const home = mkdtempSync(join(tmpdir(), "lambdeck-bench-"));
  const startEngine = (...options: string[]) =>
    startProgram(["dist/engine.mjs", "--port", "0", "--home", home, ...options]);
  const bare = await startProgram(["-e", bareServer]);
  const clients = await Clients.start();
  let engine = await startEngine();
  try {
    const idleMb = treeUse(engine.pid).ownMb;
    let lambda = clientOf(engine.address);
    await deploy(lambda, "warm", { code });
    const targets = { engine: targetOf(engine), bare: targetOf(bare), peer: peerTarget(peer) };
    const rows: Row[] = [];
    for (const callers of callerCounts)
      rows.push(...(await warm(clients, targets, callers, engine, bare, peer)));
    rows.push(...memoryRows(engine, idleMb, peer));
    rows.push(...(await cold(lambda, "pre-started")));
    await stop(engine);
    rows.push(await start(startEngine, peer));
    engine = await startEngine("--spares", "0");
    lambda = clientOf(engine.address);
    rows.push(...(await cold(lambda, "from nothing")));
    return rows;
  } finally {
    clients.stop();
    if (typeof peer !== "string") peer.stop();
    for (const { child } of [engine, bare]) child.kill();
    rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

interface Targets {
  engine: Target;
  bare: Target;
  peer: Target | undefined;
}

/** Stretches of all in turns, so that whatever else the machine does falls on all. */
async function warm(
  clients: Clients,
  { engine, bare, peer }: Targets,
  callers: number,
  engineProgram: Program,
  bareProgram: Program,
  peerState: Peer | string,
): Promise<Row[]> {
  const of: Record<"engine" | "bare" | "peer", Stretch[]> = { engine: [], bare: [], peer: [] };
  const cpu: Record<"engine" | "functions" | "bare", number[]> = {
    engine: [],
    functions: [],
    bare: [],
  };
  for (const target of [bare, engine, peer])
    if (target) await clients.call(target, Math.max(callers, 10), { calls: warmUpCalls });
  for (let round = 0; round < rounds; round += 1) {
    const bareBefore = treeUse(bareProgram.pid);
    const ofBare = await clients.call(bare, callers, { forMs: stretchMs });
    cpu.bare.push((treeUse(bareProgram.pid).ownCpuMs - bareBefore.ownCpuMs) / callsOf(ofBare));
    const before = treeUse(engineProgram.pid);
    const ofEngine = await clients.call(engine, callers, { forMs: stretchMs });
    const after = treeUse(engineProgram.pid);
    cpu.engine.push((after.ownCpuMs - before.ownCpuMs) / callsOf(ofEngine));
    cpu.functions.push((after.othersCpuMs - before.othersCpuMs) / callsOf(ofEngine));
    of.bare.push(ofBare);
    of.engine.push(ofEngine);
    if (peer) of.peer.push(await clients.call(peer, callers, { forMs: stretchMs }));
  }
  const rate = (stretches: readonly Stretch[]) =>
    median(stretches.map(({ callsPerSecond }) => callsPerSecond));
  const p99 = (stretches: readonly Stretch[]) =>
    median(stretches.map(({ latenciesMs }) => quantile(latenciesMs, 0.99)));
  const what = `warm invocations, ${callers} at a time`;
  const against = (name: string, figure: (list: Stretch[]) => number, unit: Row["unit"]): Row =>
    typeof peerState === "string"
      ? missing(name, peerName, peerState)
      : { what: name, ...figures(figure(of.engine), figure(of.peer), unit), floor: peerName };
  return [
    { what, ...figures(rate(of.engine), rate(of.bare), "calls/s"), floor: floorName },
    against(what, rate, "calls/s"),
    {
      what: "   99th percentile",
      ...figures(p99(of.engine), p99(of.bare), "ms"),
      floor: floorName,
    },
    against("   99th percentile", p99, "ms"),
    {
      what: "   engine, a call",
      ...figures(median(cpu.engine), median(cpu.bare), "ms CPU"),
      floor: floorName,
    },
    {
      what: "   its functions, a call",
      ...figures(median(cpu.functions), median(cpu.bare), "ms CPU"),
      floor: floorName,
    },
  ];
}

function memoryRows(engine: Program, idleMb: number, peer: Peer | string): Row[] {
  const most = Math.max(...callerCounts);
  const what = `memory after ${most} at a time, all processes`;
  const used = treeUse(engine.pid);
  return [
    typeof peer === "string"
      ? missing(what, peerName, peer)
      : { what, ...figures(used.wholeMb, treeUse(peer.pid).wholeMb, "MiB"), floor: peerName },
    {
      what: "   the engine's own",
      ...figures(used.ownMb, idleMb, "MiB"),
      floor: "when it started",
    },
  ];
}

/** From the start of the engine's process to the first answer of a function that is there already. */
async function start(startEngine: () => Promise<Program>, peer: Peer | string): Promise<Row> {
  const times: number[] = [];
  const floors: number[] = [];
  for (let round = 0; round <= startRounds; round += 1) {
    let engine: Program | undefined;
    const took = await milliseconds(async () => {
      engine = await startEngine();
      await invoke(clientOf(engine.address), "warm");
    });
    if (engine) await stop(engine);
    const floor = await milliseconds(() => void spawnSync(process.execPath, ["-e", "0"]));
    if (round === 0) continue;
    times.push(took);
    floors.push(floor);
  }
  const told = typeof peer === "string" ? "" : ` (${peerName}: ${Math.round(peer.startMs)} ms)`;
  return {
    what: `engine start to first answer${told}`,
    ...figures(median(times), median(floors), "ms"),
    floor: "node -e 0",
  };
}

const callsOf = ({ latenciesMs }: Stretch) => latenciesMs.length;
const targetOf = ({ address }: Program): Target => ({ endpoint: address, functionName: "warm" });
const peerTarget = (peer: Peer | string) => (typeof peer === "string" ? undefined : peer);

function stop({ child }: Program): Promise<void> {
  return new Promise((resolve) => {
    child.removeAllListeners("exit");
    child.once("exit", () => resolve());
    child.kill("SIGTERM");
  });
}
