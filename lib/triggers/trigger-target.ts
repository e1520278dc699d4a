import { GetFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import { clientsFor } from "@/lib/aws/clients";
import type { Connection } from "@/lib/model/connection";
import {
  type NewPermission,
  newPermissionInput,
  permissionAgain,
} from "@/lib/model/new-permission";
import { keptCall } from "@/lib/aws/kept-commands";
import { type Permission, permits } from "@/lib/model/permission";
import { readPermissions } from "./read-permissions";
import type { Steps } from "./steps";

/** The function that a trigger calls, or its version or alias. */
export interface TriggerTarget {
  functionName: string;
  /** Without a qualifier. */
  functionArn: string;
  /** With the qualifier, as sources are told. */
  calledArn: string;
  qualifier?: string;
  partition: string;
  region: string;
  accountId: string;
}

/** Reads the function's own ARN: sources are told the account and region that are in it. */
export async function readTarget(
  connection: Connection,
  functionName: string,
  qualifier?: string,
): Promise<TriggerTarget> {
  const { FunctionArn = "" } = await clientsFor(connection).lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: functionName, Qualifier: qualifier }),
  );
  const functionArn = FunctionArn.split(":").slice(0, 7).join(":");
  const [, partition = "aws", , region = connection.region, accountId = ""] =
    FunctionArn.split(":");
  return {
    functionName,
    functionArn,
    calledArn: qualifier ? `${functionArn}:${qualifier}` : functionArn,
    qualifier,
    partition,
    region,
    accountId,
  };
}

/** Lets a source call the function, where its policy does not yet. */
export async function allow(
  steps: Steps,
  { functionName, qualifier }: TriggerTarget,
  wanted: Omit<NewPermission, "qualifier">,
): Promise<void> {
  const permissions = await readPermissions(steps.connection, functionName, qualifier);
  const { service, sourceArn } = wanted;
  if (permissions.some((one) => permits(one, { service, sourceArn, qualifier }))) return;
  const input = newPermissionInput(functionName, { ...wanted, qualifier });
  await steps.send({
    kind: "permission",
    title: `${sourceArn} allowed to call`,
    before: null,
    after: input,
    call: keptCall("lambda", "AddPermission", input),
    undo: keptCall("lambda", "RemovePermission", {
      FunctionName: functionName,
      Qualifier: qualifier,
      StatementId: input.StatementId,
    }),
  });
}

/** Takes the statement of what called before out of the policy, unless it lets the one that calls now in as well. */
export async function disallowUnlessNeeded(
  steps: Steps,
  { functionName, qualifier }: TriggerTarget,
  former: Permission | undefined,
  now: Omit<NewPermission, "qualifier">,
): Promise<void> {
  if (former && !permits(former, { ...now, qualifier }))
    await disallow(steps, functionName, former);
}

/** Takes a statement out of the policy. */
export async function disallow(
  steps: Steps,
  functionName: string,
  permission: Permission,
): Promise<void> {
  const again = permissionAgain(functionName, permission);
  const { statementId, qualifier } = permission;
  await steps.send({
    kind: "permission",
    title: `Permission ${statementId} removed`,
    before: permission,
    after: null,
    call: keptCall("lambda", "RemovePermission", {
      FunctionName: functionName,
      Qualifier: qualifier,
      StatementId: statementId,
    }),
    undo: again
      ? { service: "lambda", command: "AddPermission", input: { ...again } }
      : { impossible: "The statement has conditions that cannot be added through Lambda's API." },
  });
}
