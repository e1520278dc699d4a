import {
  GetMethodCommand,
  GetResourcesCommand,
  GetStagesCommand,
  type Resource,
} from "@aws-sdk/client-api-gateway";
import { clientsFor } from "@/lib/aws/clients";
import { keptCall } from "@/lib/aws/kept-commands";
import { allOf } from "@/lib/aws/pages";
import type { ApiRoute } from "@/lib/model/push-triggers";
import { refuse } from "@/lib/model/refuse";
import type { ApiDraft } from "@/lib/model/trigger-drafts/api-draft";
import type { Steps } from "./steps";
import { allow, type TriggerTarget } from "./trigger-target";

/** Lets a method of a REST API call the function; API, resources and stage are made where they are missing. */
export async function addRestMethod(
  steps: Steps,
  target: TriggerTarget,
  draft: ApiDraft,
): Promise<string> {
  const restApiId = draft.apiId === "" ? await createApi(steps, draft.apiName) : draft.apiId;
  const resourceId = await resourceAt(steps, restApiId, draft);
  const { partition, region, accountId, calledArn } = target;
  const { method, path } = draft;
  const pathPattern = path.replaceAll(/\{[^}]*\}/g, "*");
  await allow(steps, target, {
    service: "apigateway",
    sourceArn: `arn:${partition}:execute-api:${region}:${accountId}:${restApiId}/*/${method === "ANY" ? "*" : method}${pathPattern}`,
  });
  const at = { restApiId, resourceId, httpMethod: method };
  await steps.send({
    title: `Method ${method} ${path} created`,
    before: null,
    after: { restApiId, method, path },
    call: keptCall("apigateway", "PutMethod", { ...at, authorizationType: "NONE" }),
    undo: keptCall("apigateway", "DeleteMethod", at),
  });
  const uri = `arn:${partition}:apigateway:${region}:lambda:path/2015-03-31/functions/${calledArn}/invocations`;
  await steps.send({
    title: `${method} ${path} calls ${target.functionName}`,
    before: null,
    after: { uri },
    call: keptCall("apigateway", "PutIntegration", {
      ...at,
      type: "AWS_PROXY",
      integrationHttpMethod: "POST",
      uri,
    }),
    undo: keptCall("apigateway", "DeleteIntegration", at),
  });
  await deploy(steps, restApiId, draft.stage);
  return `api ${restApiId} ${resourceId} ${method} ${target.qualifier ?? ""}`;
}

export function changeRestMethod(): never {
  refuse(
    "path",
    "Nothing of a REST API's method is changed here: add another one, then remove this.",
  );
}

/** Removes the method; resources stay, as others may stand on them. What was deployed is served until the end. */
export async function removeRestMethod(
  steps: Steps,
  route: ApiRoute,
): Promise<() => Promise<void>> {
  const [resourceId, httpMethod] = route.routeId.split(" ");
  const at = { restApiId: route.apiId, resourceId, httpMethod };
  const present = await clientsFor(steps.connection).apigateway.send(new GetMethodCommand(at));
  const { authorizationType, authorizerId, apiKeyRequired, requestParameters } = present;
  const { methodIntegration } = present;
  if (methodIntegration)
    await steps.send({
      title: `Integration of ${route.route} deleted`,
      before: methodIntegration,
      after: null,
      call: keptCall("apigateway", "DeleteIntegration", at),
      undo: keptCall("apigateway", "PutIntegration", {
        ...at,
        type: methodIntegration.type,
        // GetMethod says httpMethod where PutIntegration wants this.
        integrationHttpMethod: methodIntegration.httpMethod ?? "POST",
        uri: methodIntegration.uri,
        credentials: methodIntegration.credentials,
        timeoutInMillis: methodIntegration.timeoutInMillis,
        requestParameters: methodIntegration.requestParameters,
        requestTemplates: methodIntegration.requestTemplates,
      }),
    });
  await steps.send({
    title: `Method ${route.route} deleted`,
    before: { authorizationType, authorizerId, apiKeyRequired },
    after: null,
    call: keptCall("apigateway", "DeleteMethod", at),
    undo: keptCall("apigateway", "PutMethod", {
      ...at,
      authorizationType,
      authorizerId,
      apiKeyRequired,
      requestParameters,
    }),
  });
  return async () => {
    const resources = await resourcesOf(steps, route.apiId);
    const hasMethods = resources.some(
      ({ resourceMethods }) => Object.keys(resourceMethods ?? {}).length > 0,
    );
    for (const stage of route.stages)
      await (hasMethods ? deploy(steps, route.apiId, stage) : removeStage(steps, route, stage));
  };
}

/** An API without methods cannot be deployed: its stage would go on serving what was removed. */
async function removeStage(steps: Steps, { apiId }: ApiRoute, stageName: string): Promise<void> {
  await steps.send({
    title: `Stage ${stageName} deleted: the API has no method any more`,
    before: { stage: stageName },
    after: null,
    call: keptCall("apigateway", "DeleteStage", { restApiId: apiId, stageName }),
    undo: { impossible: "A stage comes with the next deployment." },
  });
}

async function createApi(steps: Steps, name: string): Promise<string> {
  const { id } = await steps.send({
    kind: "api",
    title: `API ${name} created`,
    before: null,
    after: { name, protocol: "REST" },
    call: keptCall("apigateway", "CreateRestApi", { name }),
    undo: ({ id: made }) => keptCall("apigateway", "DeleteRestApi", { restApiId: String(made) }),
  });
  return String(id);
}

/** The resource of a path, its missing parts made one by one from the root. */
async function resourceAt(steps: Steps, restApiId: string, draft: ApiDraft): Promise<string> {
  const resources = await resourcesOf(steps, restApiId);
  const found = (path: string): Resource | undefined => resources.find((one) => one.path === path);
  const taken = found(draft.path)?.resourceMethods ?? {};
  if (draft.method in taken)
    refuse("path", `${draft.method} ${draft.path} of this API calls something already.`);
  let parent = found("/")?.id ?? "";
  let path = "";
  for (const pathPart of draft.path.split("/").filter(Boolean)) {
    path += `/${pathPart}`;
    const present = found(path)?.id;
    parent = present ?? (await createResource(steps, restApiId, parent, pathPart, path));
  }
  return parent;
}

async function resourcesOf({ connection }: Steps, restApiId: string): Promise<Resource[]> {
  return allOf(async (position) => {
    const page = await clientsFor(connection).apigateway.send(
      new GetResourcesCommand({ restApiId, position, limit: 500, embed: ["methods"] }),
    );
    return { items: page.items, next: page.position };
  });
}

async function createResource(
  steps: Steps,
  restApiId: string,
  parentId: string,
  pathPart: string,
  path: string,
): Promise<string> {
  const { id } = await steps.send({
    title: `Resource ${path} created`,
    before: null,
    after: { path },
    call: keptCall("apigateway", "CreateResource", { restApiId, parentId, pathPart }),
    undo: ({ id: made }) =>
      keptCall("apigateway", "DeleteResource", { restApiId, resourceId: String(made) }),
  });
  return String(id);
}

async function deploy(steps: Steps, restApiId: string, stageName: string): Promise<void> {
  const { item = [] } = await clientsFor(steps.connection).apigateway.send(
    new GetStagesCommand({ restApiId }),
  );
  const isNew = !item.some((stage) => stage.stageName === stageName);
  await steps.send({
    title: isNew ? `Stage ${stageName} created and deployed` : `Stage ${stageName} deployed`,
    before: null,
    after: { stage: stageName },
    call: keptCall("apigateway", "CreateDeployment", { restApiId, stageName }),
    undo: { impossible: "A deployment stays; the next one replaces it." },
  });
}
