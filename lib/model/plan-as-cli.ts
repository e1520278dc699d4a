import type { PlannedChange } from "./concurrency-plan";
import type { Connection } from "./connection";
import { orderChanges } from "./order-changes";
import { shellWord } from "./shell-word";

/** The plan as AWS CLI commands for a POSIX shell, in the order in which they must run. */
export function planAsCli(
  changes: readonly PlannedChange[],
  { region, profile, endpoint }: Pick<Connection, "region" | "profile" | "endpoint">,
): string {
  const where = ["--region", region];
  if (profile) where.push("--profile", profile);
  if (endpoint) where.push("--endpoint-url", endpoint);
  const lines = orderChanges(changes).map((change) =>
    ["aws", "lambda", ...commandOf(change), ...where].map(shellWord).join(" "),
  );
  return ["set -e", ...lines].map((line) => `${line}\n`).join("");
}

function commandOf(change: PlannedChange): string[] {
  const { after, functionName } = change;
  const name = ["--function-name", functionName];
  if (change.kind === "reserved")
    return after === null
      ? ["delete-function-concurrency", ...name]
      : ["put-function-concurrency", ...name, "--reserved-concurrent-executions", String(after)];
  if (change.kind === "provisioned") {
    const target = [...name, "--qualifier", change.qualifier];
    return after === null
      ? ["delete-provisioned-concurrency-config", ...target]
      : [
          "put-provisioned-concurrency-config",
          ...target,
          "--provisioned-concurrent-executions",
          String(after),
        ];
  }
  return [
    "update-event-source-mapping",
    "--uuid",
    change.mappingId,
    "--scaling-config",
    // An empty object takes the maximum away.
    after === null ? "{}" : `MaximumConcurrency=${after}`,
  ];
}
