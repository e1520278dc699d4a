import { sendCall } from "@/lib/aws/send-call";
import type { Change } from "@/lib/model/change";
import { provisionedProblem } from "@/lib/model/concurrency-limits";
import type { Connection } from "@/lib/model/connection";
import { refuse, refuseStale } from "@/lib/model/refuse";
import { journalled } from "@/lib/store/journal";
import { readFunctionConcurrency } from "./read-function-concurrency";
import { provisionedCall } from "./setting-call";

export interface ProvisionedConcurrencyChange {
  functionName: string;
  /** An alias or a published version; never `$LATEST`. */
  qualifier: string;
  /** null: take it away. */
  provisionedConcurrency: number | null;
  /** What the user saw; refused when it is no longer so. */
  expected?: number | null;
  /** The change this one takes back. */
  undoes?: number;
}

/** Sets, changes or removes the provisioned concurrency of an alias or a version. */
export async function setProvisionedConcurrency(
  connection: Connection,
  {
    functionName,
    qualifier,
    provisionedConcurrency,
    expected,
    undoes,
  }: ProvisionedConcurrencyChange,
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
  // What AWS has taken before is for AWS to judge.
  const range = undoes === undefined ? now.allowed?.provisioned : undefined;
  const problem = provisionedProblem(provisionedConcurrency, range, before ?? 0);
  if (problem) refuse("provisionedConcurrency", problem);

  const title = `Provisioned concurrency of ${qualifier} ${before ?? "none"} -> ${provisionedConcurrency ?? "none"}`;
  const call = provisionedCall(functionName, qualifier, provisionedConcurrency);
  const { change } = await journalled(
    {
      connection,
      functionName,
      kind: "provisioned-concurrency",
      title: undoes === undefined ? title : `Undo: ${title}`,
      before: { qualifier, provisionedConcurrency: before },
      after: { qualifier, provisionedConcurrency },
      call,
      undo: provisionedCall(functionName, qualifier, before),
      undoes,
    },
    () => sendCall(connection, call),
  );
  return { change };
}
