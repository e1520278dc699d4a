import {
  type ApiGatewayV2Client,
  CreateDeploymentCommand,
  type Deployment,
  GetDeploymentsCommand,
} from "@aws-sdk/client-apigatewayv2";
import { ifThere, unknownId } from "../../cloud";
import type { Kind } from "../../kind";

/** What a stage serves that does not deploy itself: a new one whenever a part of the API has changed. */
export const apiDeploymentKind: Kind = {
  predict: () => facts(unknownId),
  takes: ["ApiId", "Description", "StageName"],
  async plan({ properties, isChanged }, { httpApis }) {
    const ApiId = String(properties.ApiId);
    const existing = await ifThere(latest(httpApis, ApiId));
    const isNew = !existing || isChanged(ApiId);
    return {
      action: isNew ? "create" : "keep",
      part: ApiId,
      ...(isNew ? {} : { facts: facts(existing.DeploymentId) }),
      async apply() {
        const { Description, StageName } = properties;
        const made = await httpApis.send(
          new CreateDeploymentCommand({
            ApiId,
            ...(Description === undefined ? {} : { Description: String(Description) }),
            ...(StageName === undefined ? {} : { StageName: String(StageName) }),
          }),
        );
        return facts(made.DeploymentId);
      },
    };
  },
};

async function latest(client: ApiGatewayV2Client, ApiId: string): Promise<Deployment | undefined> {
  let last: Deployment | undefined;
  let NextToken: string | undefined;
  do {
    const page = await client.send(new GetDeploymentsCommand({ ApiId, NextToken }));
    for (const one of page.Items ?? [])
      if (!one.AutoDeployed && madeAt(one) >= madeAt(last)) last = one;
    NextToken = page.NextToken;
  } while (NextToken);
  return last;
}

const madeAt = (deployment: Deployment | undefined) => deployment?.CreatedDate?.getTime() ?? 0;

function facts(id = "") {
  return { ref: id, attributes: { DeploymentId: id } };
}
