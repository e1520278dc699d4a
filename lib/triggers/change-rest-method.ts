import {
  GetResourcesCommand,
  GetStagesCommand,
  type Resource,
  type Stage,
} from "@aws-sdk/client-api-gateway";
import { clientsFor } from "@/lib/aws/clients";
import { keptCall } from "@/lib/aws/kept-commands";
import { allOf } from "@/lib/aws/pages";
import type { Permission } from "@/lib/model/permission";
import type { ApiRoute } from "@/lib/model/push-triggers";
import { refuse } from "@/lib/model/refuse";
import { type ApiDraft, routeKeyOf } from "@/lib/model/trigger-drafts/api-draft";
import { type MethodPlace, putMethod, readMethod, removeMethod } from "./rest-method-parts";
import { routeArn } from "./route-arn";
import type { Steps } from "./steps";
import { allow, disallowUnlessNeeded, type TriggerTarget } from "./trigger-target";

/** Lets a method of a REST API call the function; API, resources and stage are made where they are missing. */
export async function addRestMethod(
  steps: Steps,
  target: TriggerTarget,
  draft: ApiDraft,
): Promise<string> {
  const restApiId = draft.apiId === "" ? await createApi(steps, draft.apiName) : draft.apiId;
  const resourceId = await resourceAt(steps, restApiId, draft);
  const { partition, region, calledArn } = target;
  const { method, path } = draft;
  await allow(steps, target, {
    service: "apigateway",
    sourceArn: routeArn(target, restApiId, draft),
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

/**
 * Gives a method another path or verb: it is made there with all that it has, and taken away here. Gives the trigger's
 * new key.
 */
export async function changeRestMethod(
  steps: Steps,
  target: TriggerTarget,
  route: ApiRoute,
  draft: ApiDraft,
  own: Permission | undefined,
): Promise<string> {
  const place = placeOf(route);
  const { apiId: restApiId } = route;
  const method = await readMethod(steps, place);
  const resourceId = await resourceAt(steps, restApiId, draft);
  const caller = { service: "apigateway", sourceArn: routeArn(target, restApiId, draft) };
  if (route.roleArn === undefined) await allow(steps, target, caller);
  const there = { restApiId, resourceId, httpMethod: draft.method };
  await putMethod(steps, there, method, routeKeyOf(draft));
  await removeMethod(steps, place, method, route.route);
  await disallowUnlessNeeded(steps, target, own, caller);
  for (const stage of route.stages) await deploy(steps, restApiId, stage);
  return `api ${restApiId} ${resourceId} ${draft.method} ${target.qualifier ?? ""}`;
}

/** Removes the method; resources stay, as others may stand on them. What was deployed is served until the end. */
export async function removeRestMethod(
  steps: Steps,
  route: ApiRoute,
): Promise<() => Promise<void>> {
  const place = placeOf(route);
  await removeMethod(steps, place, await readMethod(steps, place), route.route);
  return async () => {
    const resources = await resourcesOf(steps, route.apiId);
    const hasMethods = resources.some(
      ({ resourceMethods }) => Object.keys(resourceMethods ?? {}).length > 0,
    );
    for (const stage of route.stages)
      await (hasMethods ? deploy(steps, route.apiId, stage) : removeStage(steps, route, stage));
  };
}

function placeOf({ apiId: restApiId, routeId }: ApiRoute): MethodPlace {
  const [resourceId = "", httpMethod = ""] = routeId.split(" ");
  return { restApiId, resourceId, httpMethod };
}

/** An API without methods cannot be deployed: its stage would go on serving what was removed. */
async function removeStage(
  steps: Steps,
  { apiId: restApiId }: ApiRoute,
  stageName: string,
): Promise<void> {
  const present = (await stagesOf(steps, restApiId)).find((one) => one.stageName === stageName);
  await steps.send({
    title: `Stage ${stageName} deleted: the API has no method any more`,
    before: { stage: stageName },
    after: null,
    call: keptCall("apigateway", "DeleteStage", { restApiId, stageName }),
    undo: present
      ? keptCall("apigateway", "CreateStage", {
          restApiId,
          stageName,
          deploymentId: present.deploymentId,
          description: present.description,
          variables: present.variables,
          tracingEnabled: present.tracingEnabled || undefined,
          tags: present.tags,
        })
      : { impossible: "The stage was gone already." },
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

/** What the stage served before stays deployed beside it, and serves again when this is taken back. */
async function deploy(steps: Steps, restApiId: string, stageName: string): Promise<void> {
  const present = (await stagesOf(steps, restApiId)).find((one) => one.stageName === stageName);
  const former = present?.deploymentId;
  await steps.send({
    title: present ? `Stage ${stageName} deployed` : `Stage ${stageName} created and deployed`,
    before: null,
    after: { stage: stageName },
    call: keptCall("apigateway", "CreateDeployment", { restApiId, stageName }),
    undo: present
      ? keptCall("apigateway", "UpdateStage", {
          restApiId,
          stageName,
          patchOperations: [{ op: "replace", path: "/deploymentId", value: former }],
        })
      : keptCall("apigateway", "DeleteStage", { restApiId, stageName }),
  });
}

async function stagesOf({ connection }: Steps, restApiId: string): Promise<Stage[]> {
  const { item = [] } = await clientsFor(connection).apigateway.send(
    new GetStagesCommand({ restApiId }),
  );
  return item;
}
