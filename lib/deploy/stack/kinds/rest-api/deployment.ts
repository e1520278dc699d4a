import {
  CreateDeploymentCommand,
  type Deployment,
  paginateGetDeployments,
} from "@aws-sdk/client-api-gateway";
import { type Cloud, ifThere, unknownId } from "../../cloud";
import type { Kind } from "../../kind";
import { asValues, tagsOf, type Values } from "../../template";

/** What a stage serves: a new one whenever a part of the API has changed, and the stage it names with it. */
export const restDeploymentKind: Kind = {
  predict: (_, cloud, properties) => facts(cloud, properties, unknownId),
  takes: ["RestApiId", "Description", "StageName", "StageDescription"],
  async plan({ logicalId, properties, isChanged, note }, cloud) {
    for (const name of Object.keys(asValues(properties.StageDescription)))
      if (!["Description", "Variables"].includes(name))
        note(`${logicalId}.StageDescription.${name} is not carried over.`);
    const restApiId = String(properties.RestApiId);
    const existing = await ifThere(latest(cloud, restApiId));
    const isNew = !existing || isChanged(restApiId);
    return {
      action: isNew ? "create" : "keep",
      part: restApiId,
      ...(isNew ? {} : { facts: facts(cloud, properties, existing.id) }),
      async apply() {
        const { Description, StageName } = properties;
        const stage = asValues(properties.StageDescription);
        const made = await cloud.restApis.send(
          new CreateDeploymentCommand({
            restApiId,
            ...(Description === undefined ? {} : { description: String(Description) }),
            ...(StageName === undefined
              ? {}
              : {
                  stageName: String(StageName),
                  ...(stage.Description === undefined
                    ? {}
                    : { stageDescription: String(stage.Description) }),
                  ...(stage.Variables === undefined ? {} : { variables: tagsOf(stage.Variables) }),
                }),
          }),
        );
        return facts(cloud, properties, made.id);
      },
    };
  },
};

async function latest({ restApis }: Cloud, restApiId: string): Promise<Deployment | undefined> {
  let last: Deployment | undefined;
  for await (const page of paginateGetDeployments({ client: restApis }, { restApiId }))
    for (const one of page.items ?? []) if (madeAt(one) >= madeAt(last)) last = one;
  return last;
}

const madeAt = (deployment: Deployment | undefined) => deployment?.createdDate?.getTime() ?? 0;

function facts({ apiAddresses }: Cloud, { RestApiId, StageName }: Values, id = "") {
  return {
    ref: id,
    attributes: { DeploymentId: id },
    ...(StageName === undefined
      ? {}
      : { address: apiAddresses.of(String(RestApiId), String(StageName)) }),
  };
}
