import { ListVersionsByFunctionCommand, PublishVersionCommand } from "@aws-sdk/client-lambda";
import { arnOf, type Cloud, ifThere } from "../cloud";
import type { Kind } from "../kind";
import { nameInArn } from "./name-in-arn";

/** A version of a function: a new one whenever the function has changed. */
export const versionKind: Kind = {
  predict: (_, cloud, { FunctionName }) => facts(cloud, nameInArn(FunctionName), "1"),
  takes: ["FunctionName", "Description", "CodeSha256"],
  async plan({ properties, isChanged }, cloud) {
    const name = nameInArn(properties.FunctionName);
    const answer = await ifThere(
      cloud.lambda.send(new ListVersionsByFunctionCommand({ FunctionName: name })),
    );
    const latest = answer?.Versions?.at(-1)?.Version;
    const numbered = latest === undefined || latest === "$LATEST" ? undefined : latest;
    const isNew = numbered === undefined || isChanged(name);
    return {
      action: isNew ? "create" : "keep",
      facts: facts(cloud, name, isNew ? String(Number(numbered ?? 0) + 1) : numbered),
      async apply() {
        const { Version = "" } = await cloud.lambda.send(
          new PublishVersionCommand({
            FunctionName: name,
            Description: properties.Description as string | undefined,
          }),
        );
        return facts(cloud, name, Version);
      },
    };
  },
};

function facts(cloud: Cloud, name: string, version: string) {
  const arn = arnOf(cloud, "lambda", `function:${name}:${version}`);
  return { ref: arn, attributes: { Version: version, FunctionArn: arn } };
}
