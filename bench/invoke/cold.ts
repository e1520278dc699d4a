import { spawnSync } from "node:child_process";
import type { LambdaClient } from "@aws-sdk/client-lambda";
import { deploy, invoke } from "./functions.ts";
import { realPython } from "./processes.ts";
import { figures, median, milliseconds, type Row } from "./rows.ts";

const rounds = 10;
const kinds = [
  {
    runtime: "nodejs20.x",
    code: "exports.handler = async (event) => event;",
    floor: "node -e 0",
    bare: () => spawnSync(process.execPath, ["-e", "0"]),
  },
  {
    runtime: "python3.11",
    code: "def handler(event, context): return event",
    floor: "python3 -c 0",
    bare: () => spawnSync(realPythonPath(), ["-c", "0"]),
  },
] as const;

let pythonPath: string | undefined;
const realPythonPath = () => (pythonPath ??= realPython());

/** Cold invocations against the bare start of an interpreter. */
export async function cold(lambda: LambdaClient, how: "pre-started" | "from nothing") {
  const rows: Row[] = [];
  for (const { runtime, code, floor, bare } of kinds) {
    const times: number[] = [];
    const floors: number[] = [];
    for (let round = 0; round <= rounds; round += 1) {
      const name = `cold-${how.replaceAll(" ", "-")}-${runtime.replace(/\W/g, "-")}-${round}`;
      await deploy(lambda, name, { code, runtime });
      // Whoever creates a function takes a moment until the first call.
      await new Promise((resolve) => setTimeout(resolve, 500));
      const invoked = await milliseconds(() => invoke(lambda, name));
      const started = await milliseconds(() => void bare());
      if (round === 0) continue;
      times.push(invoked);
      floors.push(started);
    }
    rows.push({
      what: `cold invocation, ${runtime}, ${how}`,
      ...figures(median(times), median(floors), "ms"),
      floor,
    });
  }
  return rows;
}
