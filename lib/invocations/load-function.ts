import { GetFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import { attempt } from "@/lib/aws/attempt";
import { countInvocation } from "@/lib/aws/call-meter";
import { busyLambdaClient, clientsFor } from "@/lib/aws/clients";
import type { Connection } from "@/lib/model/connection";
import { formatFullCount, formatMoney } from "@/lib/model/format";
import { estimateLoad, expectedDuration, loadLimits } from "@/lib/model/load";
import type { LoadPoint, LoadResult } from "@/lib/model/load-result";
import type { Load } from "@/lib/model/load-schema";
import { ProblemError } from "@/lib/model/problem";
import { readInvocations } from "@/lib/store/invocation-history";
import { processWide } from "@/lib/store/process-wide";
import { sendLoad, type SendLoadOptions } from "./send-load";

/** The function that is under load now; one at a time, so that runs do not disturb each other's figures. */
const underLoad = processWide("under-load", () => ({
  functionName: undefined as string | undefined,
}));

/**
 * Refuses a load that must not be sent: on a locked connection, to a function that is not there, and on a real
 * account before somebody has agreed to what it would cost. Throws a ProblemError.
 */
export async function checkLoad(
  connection: Connection,
  functionName: string,
  load: Load,
  confirmed: boolean,
): Promise<void> {
  if (!connection.writable)
    throw new ProblemError({
      kind: "read-only",
      title: "Nothing was sent",
      detail: `${connection.label} (${connection.region}) is read-only until it is unlocked.`,
      action: "Unlock the connection in the connection menu, then try again.",
    });
  const configuration = await attempt(connection, `read the function ${functionName}`, () =>
    clientsFor(connection).lambda.send(
      new GetFunctionConfigurationCommand({
        FunctionName: functionName,
        Qualifier: load.qualifier,
      }),
    ),
  );
  if (connection.kind !== "profile" || confirmed) return;
  const { calls, usd, mostUsd } = estimateLoad(
    load,
    {
      memoryMb: configuration.MemorySize ?? 128,
      architecture: configuration.Architectures?.[0] === "arm64" ? "arm64" : "x86_64",
      region: connection.region,
      ephemeralStorageMb: configuration.EphemeralStorage?.Size,
    },
    {
      durationMs: expectedDuration(readInvocations(connection.id, functionName)).durationMs,
      timeoutSeconds: configuration.Timeout ?? 3,
    },
  );
  throw new ProblemError({
    kind: "invalid",
    title: "Nothing was sent",
    detail:
      `On a real account this would be about ${formatFullCount(calls)} calls for about ${formatMoney(usd)}, ` +
      `at most ${formatMoney(mostUsd)} when each runs until its time-out (list price of Lambda alone).`,
    field: "confirmed",
    action: "Send it again with `confirmed: true` to agree.",
  });
}

/** Runs a load that `checkLoad` has let through. Throws a ProblemError while another one runs. */
export async function loadFunction(
  connection: Connection,
  functionName: string,
  load: Load,
  options: SendLoadOptions,
): Promise<{ result: LoadResult; points: LoadPoint[] }> {
  if (underLoad.functionName !== undefined)
    throw new ProblemError({
      kind: "conflict",
      title: "Nothing was sent",
      detail: `Another load is being sent to ${underLoad.functionName}.`,
      action: "Stop it, or wait until it is done.",
    });
  underLoad.functionName = functionName;
  const lambda = busyLambdaClient(connection, loadLimits.callers.max);
  try {
    return await sendLoad(lambda, functionName, load, {
      ...options,
      onAnswer: ({ ranMs, billedGbSeconds }) => {
        // What was refused is not billed.
        if (ranMs !== undefined) countInvocation(connection.id, { gbSeconds: billedGbSeconds });
      },
    });
  } finally {
    underLoad.functionName = undefined;
    lambda.destroy();
  }
}
