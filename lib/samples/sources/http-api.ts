import {
  CreateApiCommand,
  CreateIntegrationCommand,
  CreateRouteCommand,
  CreateStageCommand,
  DeleteApiCommand,
  GetApisCommand,
} from "@aws-sdk/client-apigatewayv2";
import type { Manifest } from "@/lib/deploy/read-manifest";
import { allowSource } from "../allow-source";
import type { SampleClients } from "../sample-clients";
import { sampleTags } from "../sample-tags";

/** An HTTP API whose routes a sample answers. */
export async function connectHttpApi(
  clients: SampleClients,
  functionName: string,
  functionArn: string,
  { name: Name, routes }: NonNullable<Manifest["httpApi"]>,
): Promise<void> {
  const { apigatewayv2 } = clients;
  const { ApiId } = await apigatewayv2.send(
    new CreateApiCommand({ Name, ProtocolType: "HTTP", Tags: sampleTags }),
  );
  const { IntegrationId } = await apigatewayv2.send(
    new CreateIntegrationCommand({
      ApiId,
      IntegrationType: "AWS_PROXY",
      IntegrationUri: functionArn,
      PayloadFormatVersion: "2.0",
    }),
  );
  for (const RouteKey of routes)
    await apigatewayv2.send(
      new CreateRouteCommand({ ApiId, RouteKey, Target: `integrations/${IntegrationId}` }),
    );
  await apigatewayv2.send(
    new CreateStageCommand({ ApiId, StageName: "$default", AutoDeploy: true }),
  );
  const [, partition, , region, accountId] = functionArn.split(":");
  await allowSource(clients, functionName, {
    service: "apigateway",
    arn: `arn:${partition}:execute-api:${region}:${accountId}:${ApiId}/*`,
  });
}

export async function removeHttpApis({ apigatewayv2 }: SampleClients): Promise<void> {
  const { Items = [] } = await apigatewayv2.send(new GetApisCommand({}));
  for (const { ApiId, Tags } of Items)
    if (Tags?.["lambdeck:sample"] === "true")
      await apigatewayv2.send(new DeleteApiCommand({ ApiId }));
}
