import { CreateAliasCommand, GetAliasCommand, UpdateAliasCommand } from "@aws-sdk/client-lambda";
import { clientsFor } from "@/lib/aws/clients";
import type { Change } from "@/lib/model/change";
import type { Connection } from "@/lib/model/connection";
import { refuse, refuseStale } from "@/lib/model/refuse";
import { type Alias, aliasNameError } from "@/lib/model/version";
import { journalled } from "@/lib/store/journal";
import { aliasOf } from "./list-versions";

/** Creates an alias. */
export async function createAlias(
  connection: Connection,
  functionName: string,
  alias: Alias,
): Promise<{ change: Change; alias: Alias }> {
  checkAlias(alias);
  const input = aliasInput(functionName, alias);
  const { change, result } = await journalled(
    {
      connection,
      functionName,
      kind: "alias",
      title: `Alias ${alias.name} created at ${pointsAt(alias)}`,
      before: null,
      after: alias,
      call: { service: "lambda", command: "CreateAlias", input },
      undo: {
        service: "lambda",
        command: "DeleteAlias",
        input: { FunctionName: functionName, Name: alias.name },
      },
    },
    () => clientsFor(connection).lambda.send(new CreateAliasCommand(input)),
  );
  return { change, alias: aliasOf(result) };
}

/** Points an alias elsewhere or shifts its traffic. `alias.revisionId` is the one the user saw. */
export async function updateAlias(
  connection: Connection,
  functionName: string,
  alias: Alias,
): Promise<{ change: Change; alias: Alias }> {
  checkAlias(alias);
  const { lambda } = clientsFor(connection);
  const before = aliasOf(
    await lambda.send(new GetAliasCommand({ FunctionName: functionName, Name: alias.name })),
  );
  if (alias.revisionId && before.revisionId && alias.revisionId !== before.revisionId)
    refuseStale(`Alias ${alias.name}`, "another state", pointsAt(before));
  const input = aliasInput(functionName, alias);
  const { change, result } = await journalled(
    {
      connection,
      functionName,
      kind: "alias",
      title: `Alias ${alias.name} ${pointsAt(before)} -> ${pointsAt(alias)}`,
      before,
      after: alias,
      call: { service: "lambda", command: "UpdateAlias", input },
      undo: { service: "lambda", command: "UpdateAlias", input: aliasInput(functionName, before) },
    },
    () => lambda.send(new UpdateAliasCommand({ ...input, RevisionId: before.revisionId })),
  );
  return { change, alias: aliasOf(result) };
}

/** An alias as the call that makes it, also used to bring a deleted one back. */
export function aliasInput(functionName: string, alias: Alias) {
  return {
    FunctionName: functionName,
    Name: alias.name,
    FunctionVersion: alias.version,
    Description: alias.description,
    RoutingConfig: {
      AdditionalVersionWeights: alias.routing
        ? { [alias.routing.version]: alias.routing.weight }
        : {},
    },
  };
}

/** `3`, or `3 (90 %) and 4 (10 %)`. */
export function pointsAt({ version, routing }: Alias): string {
  if (!routing) return version;
  const second = Math.round(routing.weight * 1000) / 10;
  return `${version} (${Math.round((100 - second) * 10) / 10} %) and ${routing.version} (${second} %)`;
}

function checkAlias({ name, version, routing }: Alias): void {
  const nameError = aliasNameError(name);
  if (nameError) refuse("name", nameError);
  if (!/^(\d+|\$LATEST)$/.test(version))
    refuse("version", "An alias points at a version, like 3, or $LATEST.");
  if (!routing) return;
  if (!/^\d+$/.test(routing.version) || version === "$LATEST")
    refuse("routing", "Traffic can be split between two published versions only, not $LATEST.");
  if (routing.version === version) refuse("routing", "The two versions must differ.");
  if (!(routing.weight >= 0 && routing.weight <= 1))
    refuse("routing", "The second version's share must be 0 to 100 %.");
}
