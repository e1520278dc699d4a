import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InvokeCommand, UpdateFunctionCodeCommand } from "@aws-sdk/client-lambda";
import { run } from "../lib/cli/deploy";
import { startEngine } from "../lib/engine/testing/start-engine";
import { zipFiles } from "../lib/engine/testing/zip-files";

interface Row {
  what: string;
  value: number;
  floor: string;
  floorValue: number;
  ratio: number;
}

const saves = 20;
const name = "watched";

/** From a save to the first answer of the new code, with `lambdeck deploy --watch`; beside a bare UpdateFunctionCode. */
export default async function measure(): Promise<Row[]> {
  const engine = await startEngine();
  const root = mkdtempSync(join(tmpdir(), "lambdeck-watch-"));
  const folder = join(root, name);
  mkdirSync(folder);
  const stop = new AbortController();
  const codeOf = (at: number) => `export const handler = async () => ${at};\n`;
  const save = (at: number) => writeFileSync(join(folder, "index.mjs"), codeOf(at));
  const untilAnswered = async (at: number): Promise<void> => {
    for (;;) {
      const { Payload } = await engine.clients.lambda.send(
        new InvokeCommand({ FunctionName: name }),
      );
      if (Buffer.from(Payload ?? []).toString() === String(at)) return;
    }
  };
  try {
    save(0);
    const watching = new Promise<void>((resolve) => {
      const stream = { write: (text: string) => void (text.includes("Watching") && resolve()) };
      void run([folder, "--watch"], {
        stdout: stream,
        stderr: process.stderr,
        env: { LAMBDECK_ENGINE_PORT: new URL(engine.endpoint).port },
        signal: stop.signal,
      });
    });
    await watching;
    const watched = await timed(async (at) => {
      save(at);
      await untilAnswered(at);
    });
    stop.abort();
    const bare = await timed(async (at) => {
      await engine.clients.lambda.send(
        new UpdateFunctionCodeCommand({
          FunctionName: name,
          ZipFile: zipFiles({ "index.mjs": codeOf(-at) }),
        }),
      );
      await untilAnswered(-at);
    });
    return [0.5, 0.95].map((part) => {
      const [value, floorValue] = [quantile(watched, part), quantile(bare, part)];
      return {
        what: `save to first answer of the new code, p${part * 100} ms`,
        value,
        floor: "UpdateFunctionCode to first answer",
        floorValue,
        ratio: value / floorValue,
      };
    });
  } finally {
    stop.abort();
    await engine.stop();
    rmSync(root, { recursive: true, force: true });
  }
}

async function timed(act: (at: number) => Promise<void>): Promise<number[]> {
  const times: number[] = [];
  for (let at = 1; at <= saves; at += 1) {
    const started = performance.now();
    await act(at);
    times.push(Math.round(performance.now() - started));
  }
  return times;
}

function quantile(values: readonly number[], part: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(part * (values.length - 1))] ?? 0;
}
