import { homedir } from "node:os";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArguments, UsageError } from "@/lib/cli/parse-arguments";
import { installSamples } from "@/lib/samples/install-samples";
import { removeSamples } from "@/lib/samples/remove-samples";
import { saveSampleState } from "@/lib/samples/sample-state";

const HELP = `lambdeck samples COMMAND [--home DIR]     the sample functions on the local engine

  remove       remove all samples with their sources; they stay away
  install      install all samples that are not there, also those that were removed
  traffic on   let demo traffic call the samples (it pauses while your own functions run)
  traffic off  stop it; a dashboard that is running follows within a minute
`;

interface Io {
  stdout: { write(text: string): unknown };
  stderr: { write(text: string): unknown };
  env: Readonly<Record<string, string | undefined>>;
}

/** `lambdeck samples`: 0 when done, 1 when the engine refused or is not there, 2 when called wrongly. */
export async function run(argv: string[], io: Io): Promise<0 | 1 | 2> {
  try {
    const { values, positionals } = parseArguments(argv, {
      home: { type: "string" },
      help: { type: "boolean", short: "h" },
    });
    if (values.help) io.stdout.write(HELP);
    else {
      const homeDir = resolve(values.home ?? io.env.LAMBDECK_HOME ?? `${homedir()}/.lambdeck`);
      io.stdout.write(`${await act(positionals.join(" "), homeDir, io)}\n`);
    }
    return 0;
  } catch (error) {
    const misused = error instanceof UsageError;
    const { message, code } = error as Error & { code?: string };
    const reason =
      code === "ECONNREFUSED"
        ? 'the local engine does not answer. Start it with "npm start" or "npx lambdeck engine".'
        : message;
    io.stderr.write(`lambdeck samples: ${reason}\n${misused ? `\n${HELP}` : ""}`);
    return misused ? 2 : 1;
  }
}

async function act(command: string, homeDir: string, io: Io): Promise<string> {
  const endpoint = `http://127.0.0.1:${io.env.LAMBDECK_ENGINE_PORT || "3211"}`;
  switch (command) {
    case "remove": {
      const removed = await removeSamples({ endpoint, homeDir });
      return removed.length > 0 ? `Removed ${removed.join(", ")}.` : "There are no samples.";
    }
    case "install": {
      saveSampleState(homeDir, { installed: [] });
      const samplesDir = fileURLToPath(new URL("../../samples", import.meta.url));
      const log = (line: string) => io.stdout.write(`${line}\n`);
      const installed = await installSamples({ endpoint, homeDir, samplesDir, log });
      return `Installed ${installed.join(", ")}.`;
    }
    case "traffic on":
    case "traffic off": {
      const { traffic } = saveSampleState(homeDir, { traffic: command === "traffic on" });
      return `Demo traffic is switched ${traffic ? "on" : "off"}.`;
    }
    default:
      throw new UsageError(command ? `there is no "${command}"` : "say what to do with them");
  }
}
