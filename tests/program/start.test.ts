import { once } from "node:events";
import { rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sampleNames } from "@/lib/samples/sample-names";
import { enginePid, listeningAddresses, treeOf, alive } from "./processes";
import { freePort, newFolder, type Program, runToEnd, startProgram } from "./start-program";

interface FunctionsAnswer {
  functions: Record<string, unknown>[];
  asOf: string;
}

describe("started in an empty home folder", () => {
  let program: Program;
  beforeAll(async () => {
    program = await startProgram();
  });
  afterAll(() => program.stop());

  test("it ends with one block that says all a person needs", async () => {
    await expect.poll(program.output).toContain("run only code you trust.\n");
    const block = program.output().slice(program.output().indexOf("Lambdeck is ready."));
    expect(block).toContain(
      [
        "Lambdeck is ready.",
        "",
        `  Dashboard ${program.link}`,
        `  Engine    ${program.engine}`,
        `  Data      ${program.homeDir}`,
        "  Stop      press Ctrl+C",
      ].join("\n"),
    );
    expect(program.link).toMatch(/^http:\/\/lambdeck\.localhost:\d+\/login#t=[\w-]{43}$/);
  });

  test("the health check needs no token", async () => {
    const response = await fetch(`${program.address}/api/health`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      status: "ok",
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      connection: "local",
      engine: { endpoint: program.engine },
    });
  });

  test("everything else needs it", async () => {
    for (const path of ["/api/functions", "/functions", "/", "/_next/static/x.js"])
      expect((await fetch(`${program.address}${path}`)).status).toBe(401);
  });

  test("the samples are installed and listed with their settings", async () => {
    const names = async () => {
      const { body } = await program.api<FunctionsAnswer>("/api/functions");
      return body.functions.map(({ name }) => String(name)).sort();
    };
    await expect.poll(names, { timeout: 30_000 }).toEqual([...sampleNames].sort());
    const { status, body } = await program.api<FunctionsAnswer>("/api/functions");
    expect(status).toBe(200);
    expect(Date.parse(body.asOf)).toBeLessThanOrEqual(Date.now());
    const hello = body.functions.find(({ name }) => name === "hello");
    expect(hello).toMatchObject({
      arn: "arn:aws:lambda:us-east-1:000000000000:function:hello",
      runtime: "nodejs22.x",
      memoryMb: 128,
      timeoutSeconds: 3,
    });
    // One value a function, none or not read yet: never undefined where AWS was asked.
    for (const { reservedConcurrency } of body.functions)
      expect([null, undefined]).toContain(reservedConcurrency);
  });

  test("the samples answer when they are invoked", async () => {
    await expect
      .poll(async () => {
        const answer = await program.api<{ result: { payload: string; statusCode: number } }>(
          "/api/functions/hello/invoke",
          { method: "POST", body: { payload: '{"name":"Ada","language":"en"}' } },
        );
        return answer.body.result?.payload;
      })
      .toContain("Ada");
  });

  test.runIf(process.platform === "linux")("only the loopback address listens", () => {
    for (const pid of treeOf(program.process.pid!))
      for (const address of listeningAddresses(pid)) expect(address).toMatch(/^0100007F:/);
    expect(listeningAddresses(program.process.pid!)).toHaveLength(1);
    expect(listeningAddresses(enginePid(program.homeDir)).length).toBeGreaterThan(0);
  });
});

describe("started again", () => {
  test("it installs and builds nothing, adds no function, and stops cleanly each time", async () => {
    const homeDir = newFolder();
    try {
      const first = await startProgram({ homeDir });
      await expect
        .poll(async () => (await first.clients.lambda.send(new ListFunctionsCommand())).Functions, {
          timeout: 30_000,
        })
        .toHaveLength(sampleNames.length);
      await expect.poll(first.output).toContain(`installed ${sampleNames.length} sample functions`);
      expect(await first.stop()).toBe(0);

      const second = await startProgram({ homeDir });
      const pids = process.platform === "linux" ? treeOf(second.process.pid!) : [];
      const list = await second.clients.lambda.send(new ListFunctionsCommand());
      expect(list.Functions).toHaveLength(sampleNames.length);
      expect(second.output()).not.toMatch(/installing|building|installed/);
      expect(await second.stop()).toBe(0);
      expect(second.output()).toContain("lambdeck: stopping");
      if (process.platform === "linux") {
        expect(pids.length).toBeGreaterThan(1);
        await expect.poll(() => alive(pids)).toEqual([]);
      }
    } finally {
      rmSync(homeDir, { recursive: true, force: true });
    }
  });

  test("stopped while the samples are being installed, it ends at once and goes on the next time", async () => {
    const homeDir = newFolder();
    try {
      const interrupted = await startProgram({ homeDir });
      expect(await interrupted.stop()).toBe(0);
      const program = await startProgram({ homeDir });
      await expect
        .poll(program.output, { timeout: 30_000 })
        .toMatch(/installed \d+ sample functions/);
      const list = await program.clients.lambda.send(new ListFunctionsCommand());
      expect(list.Functions).toHaveLength(sampleNames.length);
      expect(await program.stop()).toBe(0);
    } finally {
      rmSync(homeDir, { recursive: true, force: true });
    }
  });

  test("--no-demo installs no samples and calls nothing", async () => {
    const program = await startProgram({ args: ["--no-demo"] });
    try {
      const { body } = await program.api<FunctionsAnswer>("/api/functions");
      expect(body.functions).toEqual([]);
      const traffic = await program.api<{ running: boolean }>("/api/demo-traffic");
      expect(traffic.body.running).not.toBe(true);
    } finally {
      await program.stop();
    }
  });

  test("--no-engine starts no engine", async () => {
    const program = await startProgram({ args: ["--no-engine"] });
    try {
      expect(program.output()).toContain("Engine    off");
      const health = await fetch(`${program.address}/api/health`);
      expect(await health.json()).toMatchObject({ status: "ok", engine: { endpoint: null } });
      await expect(fetch(program.engine)).rejects.toThrow("fetch failed");
    } finally {
      await program.stop();
    }
  });
});

describe("what cannot work is said in a line", () => {
  test("a port in use, the dashboard's or the engine's", async () => {
    const taken = createServer().listen(await freePort(), "127.0.0.1");
    await once(taken, "listening");
    const address = taken.address();
    const port = String(typeof address === "object" && address?.port);
    const homeDir = newFolder();
    try {
      for (const [option, other] of [
        ["--port", "--engine-port"],
        ["--engine-port", "--port"],
      ] as const) {
        const { code, output } = await runToEnd([
          "start",
          option,
          port,
          other,
          await aFreePort(),
          "--home",
          homeDir,
        ]);
        expect(output).toMatch(new RegExp(`port ${port} is (already )?in use`, "i"));
        expect(output).toContain(option);
        expect(output).not.toContain("    at ");
        expect(code).toBe(1);
      }
    } finally {
      taken.close();
      rmSync(homeDir, { recursive: true, force: true });
    }
  });

  test("a data folder that cannot be written", async () => {
    const folder = newFolder();
    const file = join(folder, "file");
    writeFileSync(file, "in the way");
    for (const home of [file, join(file, "below"), "/proc/lambdeck"]) {
      const { code, output } = await runToEnd(["start", "--home", home]);
      expect(output).toContain(`lambdeck: cannot write to the data folder ${home}`);
      expect(output).toContain("--home DIR");
      expect(code).toBe(1);
    }
    rmSync(folder, { recursive: true });
  });

  test.each([
    [["start", "--prot", "1"], "--prot"],
    [["start", "--port", "many"], '--port must be a port number between 0 and 65535, not "many"'],
    [["start", "extra"], 'start takes no "extra"'],
    [["strat"], 'there is no command "strat"'],
    [["deploy"], "give the folder to deploy"],
  ])("wrong arguments: %j", async (args, words) => {
    const { code, output } = await runToEnd(args);
    expect(output).toContain(words);
    expect(code).toBe(2);
  });

  test("a token that is too short", async () => {
    const { code, output } = await runToEnd(["start"], { LAMBDECK_TOKEN: "secret" });
    expect(output).toContain("LAMBDECK_TOKEN must be at least 16");
    expect(code).toBe(2);
  });

  test("two programs on one home folder", async () => {
    const program = await startProgram({ args: ["--no-demo"] });
    try {
      const { code, output } = await runToEnd([
        "start",
        "--port",
        await aFreePort(),
        "--engine-port",
        await aFreePort(),
        "--home",
        program.homeDir,
      ]);
      expect(output).toContain(`(process ${enginePid(program.homeDir)})`);
      expect(output).toContain("already uses the data folder");
      expect(code).toBe(1);
      expect((await program.api("/api/functions")).status).toBe(200);
    } finally {
      await program.stop();
    }
  });
});

async function aFreePort(): Promise<string> {
  return String(await freePort());
}
