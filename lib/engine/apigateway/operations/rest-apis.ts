import type {
  CreateRestApiRequest,
  EndpointConfiguration,
  GetRestApisRequest,
  RestApi,
  UpdateRestApiRequest,
} from "@aws-sdk/client-api-gateway";
import { given } from "../../apigatewayv2/api.ts";
import { badRequest } from "../../apigatewayv2/errors.ts";
import { checkTags } from "../../apigatewayv2/tags.ts";
import { refuseFields } from "../../http/refuse-fields.ts";
import type { CallContext, Operation } from "../../http/service.ts";
import type { KeyStore } from "../key-store.ts";
import { pageOfItems } from "../lists.ts";
import { applyPatches, readBoolean, setting } from "../patch.ts";
import type { RestApiRecord } from "../rest-api.ts";
import type { RestStore } from "../rest-store.ts";
import { defaultModels } from "./models.ts";

const refusedFields = {
  cloneFrom: "an API is not copied; export it and import it.",
  policy: "resource policies of APIs are not enforced.",
  securityPolicy: "there is no TLS.",
  endpointAccessMode: "there is no TLS.",
};
const largestCompressionBytes = 10_485_760;

/** REST APIs themselves. */
export function restApiOperations(store: RestStore, keys: KeyStore) {
  return {
    CreateRestApi(input: CreateRestApiRequest, { region }: CallContext) {
      return describeApi(store.put(newRestApi(store, region, input)));
    },
    GetRestApi: ({ restApiId }: { restApiId: string }, { region }: CallContext) =>
      describeApi(store.api(region, restApiId)),
    GetRestApis(input: GetRestApisRequest, { region }: CallContext) {
      const { items, ...rest } = pageOfItems(store.apis(region), ({ apiId }) => apiId, input);
      return { items: items.map(describeApi), ...rest };
    },
    UpdateRestApi({ restApiId, patchOperations }: UpdateRestApiRequest, { region }: CallContext) {
      const api = store.api(region, restApiId);
      const settings = { ...api.settings };
      const endpoint = { ...settings.endpointConfiguration };
      const binary = new Set(settings.binaryMediaTypes);
      applyPatches(
        patchOperations,
        {
          "/name": setting(settings, "name"),
          "/description": setting(settings, "description", undefined, ["replace", "remove"]),
          "/apiKeySource": setting(settings, "apiKeySource", readKeySource),
          "/disableExecuteApiEndpoint": setting(settings, "disableExecuteApiEndpoint", readBoolean),
          "/minimumCompressionSize": {
            ops: ["replace"],
            apply(value) {
              if (value === "") delete settings.minimumCompressionSize;
              else settings.minimumCompressionSize = compressionOf(Number(value));
            },
          },
          "/binaryMediaTypes/{name}": {
            ops: ["add", "remove", "replace"],
            apply(value, name, op) {
              if (op !== "add") binary.delete(name);
              if (op !== "remove") binary.add(op === "add" ? name : value);
            },
          },
          "/endpointConfiguration/ipAddressType": {
            ops: ["replace"],
            apply(value) {
              if (value !== "ipv4" && value !== "dualstack")
                throw badRequest("ipAddressType must be either ipv4 or dualstack.");
              endpoint.ipAddressType = value;
            },
          },
          "/endpointConfiguration/types/{name}": {
            ops: ["replace"],
            apply(value) {
              if (value !== "REGIONAL" && value !== "EDGE" && value !== "PRIVATE")
                throw badRequest(
                  "Invalid EndpointTypes specified. Valid options are REGIONAL,EDGE,PRIVATE",
                );
              endpoint.types = [value];
              if (value === "PRIVATE") endpoint.ipAddressType = "dualstack";
            },
          },
        },
        "plain",
      );
      checkEndpoint(endpoint);
      delete settings.binaryMediaTypes;
      return describeApi(
        store.put({
          ...api,
          settings: {
            ...settings,
            tags: { ...settings.tags },
            endpointConfiguration: endpoint,
            ...(binary.size > 0 && { binaryMediaTypes: [...binary] }),
          },
        }),
      );
    },
    DeleteRestApi({ restApiId }: { restApiId: string }, { region }: CallContext) {
      const api = store.api(region, restApiId);
      store.delete(api);
      keys.forgetStage(region, api.apiId);
    },
  } satisfies Record<string, Operation>;
}

/** An API with nothing but its root. Throws BadRequestException for what cannot be one. */
export function newRestApi(
  store: RestStore,
  region: string,
  input: CreateRestApiRequest,
): RestApiRecord {
  const { endpointConfiguration, binaryMediaTypes, minimumCompressionSize, tags, ...members } =
    input;
  refuseFields("BadRequestException", input, refusedFields);
  if (input.name === "") throw badRequest("Name cannot be an empty string");
  if (input.description === "") throw badRequest("Description cannot be an empty string");
  checkTags(tags ?? {});
  const types = endpointConfiguration?.types ?? ["EDGE"];
  const isPrivate = types.includes("PRIVATE");
  const endpoint: EndpointConfiguration = {
    types,
    ipAddressType: endpointConfiguration?.ipAddressType ?? (isPrivate ? "dualstack" : "ipv4"),
  };
  refuseFields("BadRequestException", endpointConfiguration ?? {}, {
    vpcEndpointIds: "there are no VPC endpoints.",
  });
  checkEndpoint(endpoint);
  const rootId = store.newId(10);
  return {
    region,
    apiId: store.newId(10),
    createdMs: store.clock.now(),
    rootId,
    settings: {
      apiKeySource: "HEADER",
      disableExecuteApiEndpoint: false,
      ...given(members),
      name: input.name ?? "",
      endpointConfiguration: endpoint,
      ...(binaryMediaTypes?.length && { binaryMediaTypes }),
      ...(minimumCompressionSize !== undefined && {
        minimumCompressionSize: compressionOf(minimumCompressionSize),
      }),
      ...(tags && { tags }),
    },
    resources: { [rootId]: { id: rootId, path: "/", methods: {} } },
    authorizers: {},
    validators: {},
    gatewayResponses: {},
    models: defaultModels(store),
    stages: {},
  };
}

function readKeySource(value: string): string {
  if (value === "HEADER" || value === "AUTHORIZER") return value;
  throw badRequest("Invalid API key source specified. Must be one of: [HEADER, AUTHORIZER]");
}

function compressionOf(bytes: number): number {
  if (!Number.isInteger(bytes) || bytes < 0 || bytes > largestCompressionBytes)
    throw badRequest("Invalid minimum compression size, must be between 0 and 10485760");
  return bytes;
}

function checkEndpoint({ types = [], ipAddressType }: EndpointConfiguration): void {
  if (types.length === 0)
    throw badRequest("REGIONAL Configuration and EDGE Configuration cannot be both DISABLED.");
  if (types.length > 1) throw badRequest("Cannot create an api with multiple Endpoint Types.");
  if (types[0] === "PRIVATE" && ipAddressType !== "dualstack")
    throw badRequest("Only dualstack ipAddressType is supported for Private APIs.");
}

export const describeApi = ({ apiId, createdMs, rootId, settings }: RestApiRecord): RestApi => ({
  ...settings,
  id: apiId,
  createdDate: new Date(createdMs),
  rootResourceId: rootId,
});
