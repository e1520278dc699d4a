import * as sdk from "@aws-sdk/client-api-gateway";
import { sendRaw } from "./send-raw.ts";
import type { startEngine } from "./start-engine.ts";

type Started = Pick<Awaited<ReturnType<typeof startEngine>>, "clients" | "endpoint">;

/** A REST API of one method at its root that answers by itself, deployed to the stage dev. */
export async function deployMockApi(
  { clients: { restApis } }: Started,
  given: {
    api?: Partial<sdk.CreateRestApiCommandInput>;
    method?: Partial<sdk.PutMethodCommandInput>;
    /** What the answer is made of. */
    template?: string;
    /** Called before the method is made; gives more of it. */
    before?: (restApiId: string) => Promise<Partial<sdk.PutMethodCommandInput> | void>;
  } = {},
): Promise<string> {
  const { id: restApiId = "", rootResourceId: resourceId } = await restApis.send(
    new sdk.CreateRestApiCommand({ name: "mocked", ...given.api }),
  );
  const more = await given.before?.(restApiId);
  const named = { restApiId, resourceId, httpMethod: "ANY" };
  await restApis.send(
    new sdk.PutMethodCommand({ ...named, authorizationType: "NONE", ...given.method, ...more }),
  );
  await restApis.send(
    new sdk.PutIntegrationCommand({
      ...named,
      type: "MOCK",
      requestTemplates: {
        "application/json": '{"statusCode": 200}',
        "application/xml": '{"statusCode": 200}',
      },
    }),
  );
  await restApis.send(
    new sdk.PutIntegrationResponseCommand({
      ...named,
      statusCode: "200",
      responseTemplates: { "application/json": given.template ?? "" },
    }),
  );
  await restApis.send(new sdk.CreateDeploymentCommand({ restApiId, stageName: "dev" }));
  return restApiId;
}

/** Sends a request to the root of an API's stage dev. */
export const callApi = (
  { endpoint }: Started,
  restApiId: string,
  options: Parameters<typeof sendRaw>[1] = {},
) => sendRaw(endpoint, { path: `/_lambdeck/execute-api/${restApiId}/dev`, ...options });
