import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Program, startProgram } from "./programs/start-program.ts";
import { type Cloud, clientsOf, makeFunctions } from "./soak/functions.ts";
import { Load, takeDeadLetters } from "./soak/load.ts";
import { leftGroups, leftovers, processes, proportionalMb, treeOf } from "./soak/processes.ts";

interface Row {
  what: string;
  value: number;
  unit: string;
  /** What the figure has to be. */
  wanted?: string;
}

const minutes = Number(process.env.MINUTES ?? 10);
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
const drainMs = 180_000;

/** Calls, events and messages for minutes, while environments and the engine are killed at random; Linux only. */
export default async function measure(): Promise<Row[]> {
  const home = mkdtempSync(join(tmpdir(), "lambdeck-soak-"));
  // Functions have a /tmp of their own, and can write nowhere else but here.
  const folder = mkdtempSync("/dev/shm/lambdeck-soak-");
  const ledger = join(folder, "done");
  writeFileSync(ledger, "");
  const random = seeded(seed);
  const port = await freePort();
  const start = () => startProgram(["dist/engine.mjs", "--port", String(port), "--home", home]);
  let engine = await start();
  const cloud: Cloud = { ...clientsOf(engine.address), queues: {} as Cloud["queues"] };
  cloud.queues = await makeFunctions(cloud, ledger);
  console.log(`soak: ${minutes} minutes, SEED=${seed}, ${engine.address}`);

  const load = new Load(cloud, random);
  load.start();
  const samples: { engineMb: number; treeMb: number; environments: number }[] = [];
  const kills = { environments: 0, engines: 0 };
  const endMs = Date.now() + minutes * 60_000;
  let [nextSample, nextEnvironment, nextEngine] = [0, 2_000, 15_000].map((ms) => Date.now() + ms);
  while (Date.now() < endMs) {
    await sleep(250);
    const now = Date.now();
    if (now >= nextSample!) {
      nextSample = now + 5_000;
      const sample = measureTree(engine.pid);
      samples.push(sample);
      if (samples.length % 6 === 1)
        console.log(JSON.stringify({ ...sample, ...kills, ...load.counts }));
    }
    if (now >= nextEnvironment!) {
      nextEnvironment = now + 1_000 + random() * 4_000;
      kills.environments += killEnvironment(engine.pid, random);
    }
    if (now >= nextEngine!) {
      nextEngine = now + 15_000 + random() * 30_000;
      engine = await killEngine(engine, start);
      kills.engines += 1;
    }
  }
  await load.stop();
  console.table(Object.fromEntries(load.reasons));

  const dead = new Set<string>();
  const missing = () => {
    const done = new Set(readFileSync(ledger, "utf8").split("\n"));
    return [...load.acknowledged].filter((id) => !done.has(id) && !dead.has(id));
  };
  const drainStartedMs = Date.now();
  while (missing().length > 0 && Date.now() - drainStartedMs < drainMs) {
    await sleep(1_000);
    for (const name of ["jobs-dead", "events-dead"] as const)
      for (const id of await takeDeadLetters(cloud, cloud.queues[name])) dead.add(id);
  }
  const lost = missing();
  if (lost.length > 0) console.log("not found:", lost.slice(0, 20).join(" "));
  const doneLines = readFileSync(ledger, "utf8").trim().split("\n").length;

  const ended = new Promise((resolve) => engine.child.once("exit", resolve));
  engine.child.kill("SIGTERM");
  await ended;
  await sleep(3_000);
  const orphans = leftovers(home);
  for (const { pid, command } of orphans) console.log("left:", pid, command);
  const groups = leftGroups();
  if (lost.length === 0)
    rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  else console.log(`the home is kept: ${home}`);
  rmSync(folder, { recursive: true, force: true });

  const [early, late] = [quarter(samples, 1), quarter(samples, 3)];
  return [
    { what: "minutes", value: minutes, unit: "min" },
    { what: "calls answered", value: load.counts.called, unit: "calls" },
    { what: "calls with 5 MB each way", value: load.counts.large, unit: "calls" },
    { what: "of them garbled", value: load.counts.garbled, unit: "calls", wanted: "0" },
    { what: "hostile functions called", value: load.counts.tricks, unit: "calls" },
    { what: "calls and events not acknowledged", value: load.counts.refused, unit: "calls" },
    { what: "engines killed", value: kills.engines, unit: "kills" },
    { what: "environments killed", value: kills.environments, unit: "kills" },
    { what: "events and messages acknowledged", value: load.acknowledged.size, unit: "events" },
    { what: "done (some twice)", value: doneLines, unit: "events" },
    { what: "found as dead letters", value: dead.size, unit: "events" },
    { what: "lost", value: lost.length, unit: "events", wanted: "0" },
    { what: "orphans", value: orphans.length, unit: "processes", wanted: "0" },
    { what: "groups left", value: groups.length, unit: "groups", wanted: "0" },
    { what: "engine, second quarter", value: round(early.engineMb), unit: "MiB" },
    { what: "engine, last quarter", value: round(late.engineMb), unit: "MiB", wanted: "as before" },
    { what: "whole tree, second quarter", value: round(early.treeMb), unit: "MiB" },
    {
      what: "whole tree, last quarter",
      value: round(late.treeMb),
      unit: "MiB",
      wanted: "as before",
    },
  ];
}

function measureTree(pid: number) {
  const tree = treeOf(pid);
  return {
    engineMb: round(proportionalMb([pid])),
    treeMb: round(proportionalMb(tree.map((member) => member.pid))),
    environments: tree.filter(({ command }) => command.includes("bootstrap")).length,
  };
}

/** Kills the runtime of one environment, as if it had crashed. */
function killEnvironment(enginePid: number, random: () => number): number {
  const runtimes = treeOf(enginePid, processes()).filter(({ command }) =>
    /^\S*node .*bootstrap/.test(command),
  );
  const victim = runtimes[Math.floor(random() * runtimes.length)];
  if (!victim) return 0;
  try {
    process.kill(victim.pid, "SIGKILL");
    return 1;
  } catch {
    return 0;
  }
}

async function killEngine(engine: Program, start: () => Promise<Program>): Promise<Program> {
  engine.child.removeAllListeners("exit");
  const ended = new Promise((resolve) => engine.child.once("exit", resolve));
  engine.child.kill("SIGKILL");
  await ended;
  return start();
}

/** The mean of the samples of one quarter of the time. */
function quarter(samples: readonly { engineMb: number; treeMb: number }[], index: number) {
  const size = Math.max(1, samples.length / 4);
  const part = samples.slice(Math.floor(size * index), Math.floor(size * (index + 1)));
  const mean = (pick: (sample: (typeof samples)[number]) => number) =>
    part.reduce((sum, sample) => sum + pick(sample), 0) / Math.max(1, part.length);
  return { engineMb: mean((one) => one.engineMb), treeMb: mean((one) => one.treeMb) };
}

/** A small generator of numbers from 0 to 1, so that a run can be repeated. */
function seeded(start: number): () => number {
  let state = start >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
