import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GetFunctionCommand, InvokeCommand } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startEngine } from "@/lib/engine/testing/start-engine";
import { run } from "./deploy";

let engine: Awaited<ReturnType<typeof startEngine>>;
let root: string;

beforeAll(async () => {
  engine = await startEngine({ settings: { settleMs: 0 } });
  root = mkdtempSync(join(tmpdir(), "watch-"));
});
afterAll(async () => {
  await engine.stop();
  rmSync(root, { recursive: true });
});

/** `lambdeck deploy ... --watch`, whose lines can be waited for. */
function watch(...argv: string[]) {
  const stop = new AbortController();
  const waiting: { pattern: RegExp; found: () => void }[] = [];
  let text = "";
  const look = () => {
    for (const { pattern, found } of waiting) if (pattern.test(text)) found();
  };
  const stream = {
    write(part: string) {
      text += part;
      look();
    },
  };
  const ended = run([...argv, "--watch"], {
    stdout: stream,
    stderr: stream,
    env: { LAMBDECK_ENGINE_PORT: new URL(engine.endpoint).port },
    signal: stop.signal,
  });
  return {
    /** Resolves when the pattern was printed after the last call. */
    async printed(pattern: RegExp): Promise<string> {
      await new Promise<void>((resolve) => {
        waiting.push({ pattern, found: resolve });
        look();
      });
      waiting.length = 0;
      const seen = text;
      text = "";
      return seen;
    },
    async stop() {
      stop.abort();
      return ended;
    },
  };
}

async function call(FunctionName: string): Promise<string> {
  const { Payload } = await engine.clients.lambda.send(new InvokeCommand({ FunctionName }));
  return Buffer.from(Payload ?? []).toString();
}

test("a folder is deployed again at every save; what is broken is said, and the next save mends it", async () => {
  const folder = join(root, "saved");
  mkdirSync(folder);
  const save = (code: string) => writeFileSync(join(folder, "index.mjs"), code);
  save("export const handler = async () => 1;\n");
  const watching = watch(folder);
  await watching.printed(/Watching/);
  expect(await call("saved")).toBe("1");
  save("export const handler = async () => 2;\n");
  expect(await watching.printed(/saved: deployed in [\d.]+ s\n {2}saved: code\n/)).toContain(
    "index.mjs saved",
  );
  expect(await call("saved")).toBe("2");
  writeFileSync(join(folder, "lambdeck.json"), "{");
  await watching.printed(/lambdeck\.json saved, but not deployed: .* is not valid JSON/);
  writeFileSync(join(folder, "lambdeck.json"), '{"memoryMb":256}');
  await watching.printed(/saved: memory\n/);
  writeFileSync(join(folder, ".lambdaignore"), "notes.md\n");
  await watching.printed(/nothing to change/);
  const { Tags } = await engine.clients.lambda.send(
    new GetFunctionCommand({ FunctionName: "saved" }),
  );
  expect(Tags).toEqual({ "lambdeck:source": folder });
  expect(await watching.stop()).toBe(0);
}, 30_000);

test("a template's functions are deployed again when their sources or the template change", async () => {
  const folder = join(root, "app");
  mkdirSync(join(folder, "src"), { recursive: true });
  const template = (memory: number) =>
    writeFileSync(
      join(folder, "template.yaml"),
      `Transform: AWS::Serverless-2016-10-31
Resources:
  Hello:
    Type: AWS::Serverless::Function
    Properties: { CodeUri: src, Handler: app.handler, Runtime: nodejs20.x, MemorySize: ${memory} }
`,
    );
  template(128);
  writeFileSync(join(folder, "src/app.js"), "exports.handler = async () => 1;\n");
  const watching = watch(folder);
  await watching.printed(/Watching/);
  writeFileSync(join(folder, "src/app.js"), "exports.handler = async () => 2;\n");
  await watching.printed(/change Lambda::Function app-Hello: code\n/);
  expect(await call("app-Hello")).toBe("2");
  template(512);
  await watching.printed(/change Lambda::Function app-Hello: memory\n/);
  expect(await watching.stop()).toBe(0);
}, 30_000);
