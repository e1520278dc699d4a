import {
  type AliasConfiguration,
  CreateAliasCommand,
  DeleteProvisionedConcurrencyConfigCommand,
  GetAliasCommand,
  GetProvisionedConcurrencyConfigCommand,
  PutProvisionedConcurrencyConfigCommand,
  UpdateAliasCommand,
} from "@aws-sdk/client-lambda";
import { differences } from "../../differences";
import { arnOf, ifThere } from "../cloud";
import type { Kind } from "../kind";
import { asList, asValues } from "../template";
import { nameInArn } from "./name-in-arn";

export const aliasKind: Kind = {
  predict(_, cloud, { FunctionName, Name }) {
    const arn = arnOf(cloud, "lambda", `function:${nameInArn(FunctionName)}:${String(Name)}`);
    return { ref: arn, attributes: { AliasArn: arn } };
  },
  takes: [
    "Name",
    "FunctionName",
    "FunctionVersion",
    "Description",
    "RoutingConfig",
    "ProvisionedConcurrencyConfig",
  ],
  async plan({ properties }, { lambda }) {
    const at = { FunctionName: nameInArn(properties.FunctionName), Name: String(properties.Name) };
    const existing = await ifThere(lambda.send(new GetAliasCommand(at)));
    const weights = asList(asValues(properties.RoutingConfig).AdditionalVersionWeights).map(
      asValues,
    );
    const wanted = {
      FunctionVersion: String(properties.FunctionVersion),
      Description: String(properties.Description ?? ""),
      RoutingConfig: {
        AdditionalVersionWeights: Object.fromEntries(
          weights.map(({ FunctionVersion, FunctionWeight }) => [
            String(FunctionVersion),
            Number(FunctionWeight),
          ]),
        ),
      },
    };
    const provisioned = { FunctionName: at.FunctionName, Qualifier: at.Name };
    const count = asValues(properties.ProvisionedConcurrencyConfig).ProvisionedConcurrentExecutions;
    const has = existing
      ? await ifThere(lambda.send(new GetProvisionedConcurrencyConfigCommand(provisioned)))
      : undefined;
    const before = has?.RequestedProvisionedConcurrentExecutions;
    const isOther = count === undefined ? before !== undefined : Number(count) !== before;
    const changes = [
      ...(existing ? differences(comparable(existing), comparable(wanted)) : []),
      ...(isOther && existing ? ["ProvisionedConcurrencyConfig"] : []),
    ];
    return {
      action: !existing ? "create" : changes.length > 0 ? "update" : "keep",
      changes,
      async apply() {
        if (!existing) await lambda.send(new CreateAliasCommand({ ...at, ...wanted }));
        else await lambda.send(new UpdateAliasCommand({ ...at, ...wanted }));
        if (!isOther) return;
        if (count === undefined)
          await lambda.send(new DeleteProvisionedConcurrencyConfigCommand(provisioned));
        else
          await lambda.send(
            new PutProvisionedConcurrencyConfigCommand({
              ...provisioned,
              ProvisionedConcurrentExecutions: Number(count),
            }),
          );
      },
    };
  },
};

/** All weights count: one too many is a difference as well. */
function comparable({ FunctionVersion, Description, RoutingConfig }: AliasConfiguration) {
  return {
    FunctionVersion,
    Description: Description ?? "",
    RoutingConfig: Object.entries(RoutingConfig?.AdditionalVersionWeights ?? {}).sort(([a], [b]) =>
      a.localeCompare(b),
    ),
  };
}
