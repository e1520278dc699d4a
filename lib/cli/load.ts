import { readFileSync, writeFileSync } from "node:fs";
import {
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  type LambdaClient,
} from "@aws-sdk/client-lambda";
import { readLoadArguments } from "@/lib/cli/load-arguments";
import { describeLoad, progressLine } from "@/lib/cli/load-report";
import { parseArguments, readWhole, UsageError } from "@/lib/cli/parse-arguments";
import {
  clientAt,
  inWords,
  nameOfPlace,
  type Place,
  placeOptions,
  readPlace,
} from "@/lib/cli/place";
import { sendLoad } from "@/lib/invocations/send-load";
import { isLoopback } from "@/lib/model/connection";
import { formatFullCount, formatMoney } from "@/lib/model/format";
import { type BilledSize, invocationCost } from "@/lib/model/lambda-price";
import { estimateLoad, expectedDuration, loadLimits } from "@/lib/model/load";
import { pointsAsCsv } from "@/lib/model/load-result";
import type { Load } from "@/lib/model/load-schema";

const HELP = `lambdeck load NAME [options]     call a function many times and see what its limits do

  Callers that wait for their answers:
  --callers N              how many call at the same time, 1 to 1,000 (default: 10)
  --ramp SECONDS           let them begin one after the other over this time
  --calls N                end after this many calls, 1 to 100,000

  Or calls at a rate, whatever comes of those before:
  --rate N                 calls per second, up to 1,000
  --to-rate N              go straight from --rate to this rate
  --burst-rate N           a burst at this rate, with --burst-at SECONDS and --burst-seconds SECONDS
  --wave-rate N            rise to this rate and fall again, every --wave-seconds SECONDS
  --even                   evenly; without it at random moments (Poisson)
  --max-in-flight N        let calls wait beyond this many unanswered ones, 1 to 1,000 (default: 1,000)

  --duration SECONDS       1 to 3,600 (default: 60; with --calls and no --rate 3,600)
  --stop-at-errors PERCENT stop when this part of the answers are errors (default: 5), or never
  --payload JSON           the event (default: {}); \${uuid}, \${nowMs}, \${nowSeconds}, \${nowIso} are filled each time
  --payload-file FILE      the event from a file
  --qualifier NAME         a version or alias
  --seed N                 the same moments again

  --endpoint URL           another endpoint than the local engine
  --profile NAME           AWS, with this profile of the AWS config files
  --region REGION          (default: AWS_REGION, else the profile's, else us-east-1)
  --yes                    agree to the cost; needed where the endpoint is not on this machine
  --csv FILE               write the calls (of very many a part) to a file
  --json                   print one JSON object

Ctrl+C stops and prints what there is. Each call is sent once. Exit code 1: too many errors, or nothing was sent.
`;

interface Io {
  stdout: { write(text: string): unknown };
  stderr: { write(text: string): unknown; isTTY?: boolean };
  env: Readonly<Record<string, string | undefined>>;
}

/** What could not be done, in words. */
class LoadError extends Error {}

/** `lambdeck load`: 0 when done or stopped, 1 when it failed or too much failed, 2 when called wrongly. */
export async function run(argv: string[], io: Io): Promise<0 | 1 | 2> {
  try {
    const options = readOptions(argv, io.env);
    if (options === "help") {
      io.stdout.write(HELP);
      return 0;
    }
    return await loadFunction(options, io);
  } catch (error) {
    const misused = error instanceof UsageError;
    io.stderr.write(`lambdeck load: ${(error as Error).message}\n${misused ? `\n${HELP}` : ""}`);
    return misused ? 2 : 1;
  }
}

type Options = Exclude<ReturnType<typeof readOptions>, "help">;

function readOptions(argv: string[], env: Io["env"]) {
  const text = { type: "string" } as const;
  const { values, positionals } = parseArguments(argv, {
    callers: text,
    ramp: text,
    calls: text,
    rate: text,
    "to-rate": text,
    "burst-rate": text,
    "burst-at": text,
    "burst-seconds": text,
    "wave-rate": text,
    "wave-seconds": text,
    even: { type: "boolean" },
    "max-in-flight": text,
    duration: text,
    "stop-at-errors": text,
    payload: text,
    "payload-file": text,
    qualifier: text,
    seed: text,
    csv: text,
    yes: { type: "boolean" },
    ...placeOptions,
    json: { type: "boolean" },
    help: { type: "boolean", short: "h" },
  });
  if (values.help) return "help" as const;
  const [functionName, extra] = positionals;
  if (functionName === undefined) throw new UsageError("give the name of the function");
  if (extra !== undefined) throw new UsageError(`one function at a time, not also "${extra}"`);
  return {
    functionName,
    load: readLoadArguments(values, (file) => readFileSync(file, "utf8")),
    seed: readWhole("--seed", values.seed, 0, Number.MAX_SAFE_INTEGER) ?? Date.now(),
    csv: values.csv,
    yes: values.yes ?? false,
    place: readPlace(values, env),
    json: values.json ?? false,
  };
}

async function loadFunction(options: Options, io: Io): Promise<0 | 1> {
  const { functionName, load, place } = options;
  const lambda = clientAt(place, { maxSockets: loadLimits.callers.max });
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  try {
    const target = await readTarget(lambda, functionName, load, place);
    const estimate = estimateLoad(load, target.size, {
      durationMs: expectedDuration([]).durationMs,
      timeoutSeconds: target.timeoutSeconds,
    });
    agree(options, estimate, io);
    process.once("SIGINT", interrupt);
    const live = io.stderr.isTTY && !options.json;
    const { result, points } = await sendLoad(lambda, functionName, load, {
      seed: options.seed,
      signal: stop.signal,
      onProgress: live ? (now) => io.stderr.write(`\r\u001b[K${progressLine(now)}`) : undefined,
    });
    if (live) io.stderr.write("\r\u001b[K");
    const ran = result.answered - result.outcomes.throttled.calls;
    const costUsd = invocationCost(target.size, result.billedMs, ran).totalUsd;
    if (options.csv !== undefined) writeFileSync(options.csv, pointsAsCsv(points));
    const { reservedConcurrency } = target;
    io.stdout.write(
      options.json
        ? `${JSON.stringify({ functionName, reservedConcurrency, seed: options.seed, load, result, costUsd }, null, 2)}\n`
        : describeLoad(load, result, { functionName, reservedConcurrency, costUsd }),
    );
    return result.state === "errors" ? 1 : 0;
  } finally {
    process.off("SIGINT", interrupt);
    lambda.destroy();
  }
}

interface Target {
  size: BilledSize;
  timeoutSeconds: number;
  /** null: none; undefined: the answer did not say. */
  reservedConcurrency: number | null | undefined;
}

/** What the estimate and the explanation of refusals need to know of the function. */
async function readTarget(
  lambda: LambdaClient,
  functionName: string,
  { qualifier }: Load,
  place: Place,
): Promise<Target> {
  try {
    const [configuration, region, reserved] = await Promise.all([
      lambda.send(
        new GetFunctionConfigurationCommand({ FunctionName: functionName, Qualifier: qualifier }),
      ),
      lambda.config.region(),
      lambda.send(new GetFunctionConcurrencyCommand({ FunctionName: functionName })).then(
        ({ ReservedConcurrentExecutions }) => ReservedConcurrentExecutions ?? null,
        // Not everybody who may invoke may ask this.
        () => undefined,
      ),
    ]);
    return {
      size: {
        memoryMb: configuration.MemorySize ?? 128,
        architecture: configuration.Architectures?.[0] === "arm64" ? "arm64" : "x86_64",
        region,
        ephemeralStorageMb: configuration.EphemeralStorage?.Size,
      },
      timeoutSeconds: configuration.Timeout ?? 3,
      reservedConcurrency: reserved,
    };
  } catch (error) {
    throw new LoadError(inWords(error, place));
  }
}

/** Says what is going to be sent. Where it costs money, nobody sends it without `--yes`. */
function agree(
  { functionName, place, yes, json }: Options,
  estimate: ReturnType<typeof estimateLoad>,
  io: Io,
): void {
  const atHome = place.endpoint !== undefined && isLoopback(place.endpoint);
  const where = `${functionName} on ${nameOfPlace(place)}`;
  const cost =
    `about ${formatMoney(estimate.usd)} if a call runs for a second, ` +
    `at most ${formatMoney(estimate.mostUsd)} if each runs until its time-out (list price of Lambda alone)`;
  const calls = `about ${formatFullCount(estimate.calls)} calls`;
  if (atHome) {
    if (!json) io.stderr.write(`Calling ${where}: ${calls}. Ctrl+C stops.\n`);
    return;
  }
  if (!yes)
    throw new LoadError(
      `nothing was sent. This would call ${where}: ${calls}, ${cost}. Add --yes to agree.`,
    );
  io.stderr.write(`Calling ${where}: ${calls}, ${cost}. Ctrl+C stops.\n`);
}
