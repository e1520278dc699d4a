import {
  DeleteProvisionedConcurrencyConfigCommand,
  PutProvisionedConcurrencyConfigCommand,
} from "@aws-sdk/client-lambda";
import { clientsFor } from "@/lib/aws/clients";
import type { Change, CloudCall } from "@/lib/model/change";
import { provisionedProblem } from "@/lib/model/concurrency-limits";
import type { Connection } from "@/lib/model/connection";
import { refuse, refuseStale } from "@/lib/model/refuse";
import { journalled } from "@/lib/store/journal";
import { readFunctionConcurrency } from "./read-function-concurrency";

export interface ProvisionedConcurrencyChange {
  functionName: string;
  /** An alias or a published version; never `$LATEST`. */
  qualifier: string;
  /** null: take it away. */
  provisionedConcurrency: number | null;
  /** What the user saw; refused when it is no longer so. */
  expected?: number | null;
}

/** Sets, changes or removes the provisioned concurrency of an alias or a version. */
export async function setProvisionedConcurrency(
  connection: Connection,
  { functionName, qualifier, provisionedConcurrency, expected }: ProvisionedConcurrencyChange,
): Promise<{ change: Change }> {
  if (qualifier === "$LATEST")
    refuse(
      "qualifier",
      "Provisioned concurrency needs an alias or a published version, not $LATEST.",
    );
  const now = await readFunctionConcurrency(connection, functionName);
  const before =
    now.provisioned.find((config) => config.qualifier === qualifier)?.requested ?? null;
  if (expected !== undefined && expected !== before)
    refuseStale("Provisioned concurrency", expected, before);
  if (provisionedConcurrency === null && before === null)
    refuse("qualifier", `${qualifier} has no provisioned concurrency to take away.`);
  const problem = provisionedProblem(provisionedConcurrency, now.allowed?.provisioned, before ?? 0);
  if (problem) refuse("provisionedConcurrency", problem);

  const { lambda } = clientsFor(connection);
  const { change } = await journalled<unknown>(
    {
      connection,
      functionName,
      kind: "provisioned-concurrency",
      title: `Provisioned concurrency of ${qualifier} ${before ?? "none"} -> ${provisionedConcurrency ?? "none"}`,
      before: { qualifier, provisionedConcurrency: before },
      after: { qualifier, provisionedConcurrency },
      call: provisionedCall(functionName, qualifier, provisionedConcurrency),
      undo: provisionedCall(functionName, qualifier, before),
    },
    () =>
      provisionedConcurrency === null
        ? lambda.send(
            new DeleteProvisionedConcurrencyConfigCommand({
              FunctionName: functionName,
              Qualifier: qualifier,
            }),
          )
        : lambda.send(
            new PutProvisionedConcurrencyConfigCommand({
              FunctionName: functionName,
              Qualifier: qualifier,
              ProvisionedConcurrentExecutions: provisionedConcurrency,
            }),
          ),
  );
  return { change };
}

function provisionedCall(functionName: string, qualifier: string, count: number | null): CloudCall {
  const target = { FunctionName: functionName, Qualifier: qualifier };
  return count === null
    ? { service: "lambda", command: "DeleteProvisionedConcurrencyConfig", input: target }
    : {
        service: "lambda",
        command: "PutProvisionedConcurrencyConfig",
        input: { ...target, ProvisionedConcurrentExecutions: count },
      };
}
