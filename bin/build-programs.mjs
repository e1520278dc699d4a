// Builds everything that runs outside Next: the engine, the dashboard's server and the commands.
import { readdirSync, rmSync } from "node:fs";
import { buildEmbed } from "./build-embed.mjs";
import { buildEngine } from "./build-engine.mjs";
import { bundle } from "./bundle.mjs";

const COMMANDS = ["start.ts", "deploy.ts", "samples.ts", "simulate.ts", "load.ts"];

export async function buildPrograms() {
  rmSync("dist/chunks", { recursive: true, force: true });
  const commands = readdirSync("lib/cli").filter((file) => COMMANDS.includes(file));
  await Promise.all([
    buildEngine(),
    buildEmbed(),
    bundle(
      Object.fromEntries(commands.map((file) => [`cli/${file.slice(0, -3)}`, `lib/cli/${file}`])),
    ),
  ]);
}
