import type {
  CreateResourceRequest,
  DeleteResourceRequest,
  GetResourceRequest,
  GetResourcesRequest,
  Resource,
  UpdateResourceRequest,
} from "@aws-sdk/client-api-gateway";
import { badRequest, conflict, notFound } from "../../apigatewayv2/errors.ts";
import type { CallContext, Operation } from "../../http/service.ts";
import { ownValue } from "../../own-value.ts";
import { pageOfItems } from "../lists.ts";
import { applyPatches, type PatchRules } from "../patch.ts";
import type { RestApiRecord, RestResource } from "../rest-api.ts";
import type { RestStore } from "../rest-store.ts";

const pathPartPattern = /^(\{[\w.:-]+\+?\}|[\w.~:-]+)$/;

/** The paths of an API, as a tree. */
export function resourceOperations(store: RestStore) {
  return {
    CreateResource(input: CreateResourceRequest, { region }: CallContext) {
      const { restApiId, parentId, pathPart = "" } = input;
      const { api, resource: parent } = store.resource(region, { restApiId, resourceId: parentId });
      const resource = newResource(store, api, parent, pathPart);
      store.putResource(api, resource);
      return describe(resource, false);
    },
    GetResource({ embed, ...named }: GetResourceRequest, { region }: CallContext) {
      const { resource } = store.resource(region, named);
      return describe(resource, embed?.includes("methods") === true);
    },
    GetResources({ embed, ...input }: GetResourcesRequest, { region }: CallContext) {
      const api = store.api(region, input.restApiId);
      const sorted = Object.values(api.resources).toSorted((a, b) => (a.path < b.path ? -1 : 1));
      const { items, ...rest } = pageOfItems(sorted, ({ id }) => id, input);
      const full = embed?.includes("methods") === true;
      return { items: items.map((one) => describe(one, full)), ...rest };
    },
    UpdateResource({ patchOperations, ...named }: UpdateResourceRequest, { region }: CallContext) {
      const { api, resource } = store.resource(region, named);
      const changed = { ...resource };
      const isRoot = resource.parentId === undefined;
      const rules: PatchRules = {
        "/parentId": {
          ops: ["replace"],
          apply(value) {
            if (isRoot) throw badRequest("Root resource cannot update its parentId.");
            if (!api.resources[value]) throw notFound("Invalid Resource identifier specified");
            if (isBelow(api, value, resource.id)) throw badRequest("Resources cannot be cyclical.");
            changed.parentId = value;
          },
        },
        "/pathPart": {
          ops: ["replace"],
          apply(value) {
            if (isRoot) throw badRequest("Root resource cannot update its pathPart.");
            changed.pathPart = value;
          },
        },
      };
      applyPatches(patchOperations, rules, "listed");
      const parent = ownValue(api.resources, changed.parentId ?? "");
      if (parent) checkPart(api, parent, changed.pathPart ?? "", resource.id);
      const moved = withPaths({ ...api, resources: { ...api.resources, [resource.id]: changed } });
      store.put(moved);
      return describe(moved.resources[resource.id] ?? changed, false);
    },
    DeleteResource(input: DeleteResourceRequest, { region }: CallContext) {
      const { api, resource } = store.resource(region, input);
      if (resource.id === api.rootId) throw badRequest("Root resource cannot be deleted");
      const kept = Object.entries(api.resources).filter(([id]) => !isBelow(api, id, resource.id));
      store.put({ ...api, resources: Object.fromEntries(kept) });
    },
  } satisfies Record<string, Operation>;
}

/** A resource below another one. Throws where AWS would not have it there. */
export function newResource(
  store: RestStore,
  api: RestApiRecord,
  parent: RestResource,
  pathPart: string,
): RestResource {
  checkPart(api, parent, pathPart);
  return {
    id: store.newId(),
    parentId: parent.id,
    pathPart,
    path: childPath(parent, pathPart),
    methods: {},
  };
}

function checkPart(api: RestApiRecord, parent: RestResource, pathPart: string, ownId?: string) {
  if (!pathPartPattern.test(pathPart))
    throw badRequest(
      "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning and the end.",
    );
  if (parent.pathPart?.endsWith("+}"))
    throw badRequest(
      `Cannot create a child of a resource with a greedy path variable: ${parent.pathPart}`,
    );
  const siblings = Object.values(api.resources).filter(
    ({ parentId, id }) => parentId === parent.id && id !== ownId,
  );
  if (siblings.some((one) => one.pathPart === pathPart))
    throw conflict(`Another resource with the same parent already has this name: ${pathPart}`);
  const variable = siblings.find((one) => one.pathPart?.startsWith("{"));
  if (pathPart.startsWith("{") && variable)
    throw badRequest(
      `A sibling (${variable.pathPart}) of this resource already has a variable path part -- only one is allowed`,
    );
}

const childPath = (parent: RestResource, pathPart: string): string =>
  `${parent.path === "/" ? "" : parent.path}/${pathPart}`;

/** The same API with each path as its parents make it. */
function withPaths(api: RestApiRecord): RestApiRecord {
  const pathOf = (resource: RestResource): string => {
    const parent = ownValue(api.resources, resource.parentId ?? "");
    return parent ? childPath({ ...parent, path: pathOf(parent) }, resource.pathPart ?? "") : "/";
  };
  return {
    ...api,
    resources: Object.fromEntries(
      Object.values(api.resources).map((one) => [one.id, { ...one, path: pathOf(one) }]),
    ),
  };
}

/** Whether a resource is another one or below it. */
function isBelow(api: RestApiRecord, id: string, ancestorId: string): boolean {
  for (let at: string | undefined = id; at !== undefined; at = api.resources[at]?.parentId)
    if (at === ancestorId) return true;
  return false;
}

function describe({ methods, ...resource }: RestResource, full: boolean): Resource {
  const names = Object.keys(methods);
  return {
    ...resource,
    ...(names.length > 0 && {
      resourceMethods: Object.fromEntries(
        names.map((name) => [name, full ? (methods[name] ?? {}) : {}]),
      ),
    }),
  } as Resource;
}
