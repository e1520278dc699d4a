import {
  type APIGatewayClient,
  CreateRestApiCommand,
  type CreateRestApiCommandInput,
  GetResourcesCommand,
  paginateGetRestApis,
  type PatchOperation,
  PutRestApiCommand,
  type RestApi,
  TagResourceCommand,
  UpdateRestApiCommand,
} from "@aws-sdk/client-api-gateway";
import { differences } from "../../../differences";
import { unknownId } from "../../cloud";
import type { Kind } from "../../kind";
import { documentTag, fingerprint, hasTags, ownTags } from "../../own-tags";
import { asList, asValues, tagsOf, type Values } from "../../template";
import { readApiDocument } from "../api-document";
import { camelCased, typed } from "../typed";

/** A REST API, from its members or from an OpenAPI document that takes the place of all it had. */
export const restApiKind: Kind = {
  nameProperty: "Name",
  predict: () => facts({ id: unknownId, rootResourceId: unknownId }),
  takes: [
    "ApiKeySourceType",
    "BinaryMediaTypes",
    "Body",
    "BodyS3Location",
    "Description",
    "DisableExecuteApiEndpoint",
    "EndpointConfiguration",
    "MinimumCompressionSize",
    "Mode",
    "Name",
    "Parameters",
    "Tags",
  ],
  async plan({ stackName, logicalId, name, properties, templateFolder, note }, cloud) {
    const { restApis, region } = cloud;
    for (const member of Object.keys(asValues(properties.EndpointConfiguration)))
      if (member !== "Types")
        note(`${logicalId}.EndpointConfiguration.${member} is not carried over.`);
    const own = ownTags(stackName, logicalId);
    const existing = await find(restApis, own);
    const document = readApiDocument(properties, templateFolder);
    const title = asValues(document?.info).title;
    const wanted = settingsOf(properties, properties.Name ?? title ?? name);
    const body =
      document &&
      JSON.stringify({ ...document, info: { ...asValues(document.info), title: wanted.name } });
    const tags = {
      ...tagsOf(properties.Tags),
      ...own,
      ...(body === undefined ? {} : { [documentTag]: fingerprint(body) }),
    };
    const isOtherDocument = existing?.tags?.[documentTag] !== tags[documentTag];
    const changes = existing
      ? [...differences(existing, wanted), ...(isOtherDocument ? ["document"] : [])]
      : [];
    return {
      action: !existing ? "create" : changes.length > 0 ? "update" : "keep",
      changes,
      part: existing?.id ?? unknownId,
      ...(existing ? { facts: facts(await withRoot(restApis, existing)) } : {}),
      async apply() {
        const made =
          existing ??
          (await restApis.send(
            new CreateRestApiCommand({ ...(wanted as unknown as CreateRestApiCommandInput), tags }),
          ));
        const restApiId = made.id ?? "";
        // A document may bring settings of its own; those of the template win.
        const put =
          body !== undefined && isOtherDocument
            ? await restApis.send(
                new PutRestApiCommand({
                  restApiId,
                  mode: properties.Mode === "merge" ? "merge" : "overwrite",
                  body: Buffer.from(body),
                  parameters: tagsOf(properties.Parameters),
                }),
              )
            : made;
        const patchOperations = patchesFor(put, wanted);
        if (patchOperations.length > 0)
          await restApis.send(new UpdateRestApiCommand({ restApiId, patchOperations }));
        if (existing)
          await restApis.send(
            new TagResourceCommand({
              resourceArn: `arn:aws:apigateway:${region}::/restapis/${restApiId}`,
              tags,
            }),
          );
        return facts(await withRoot(restApis, made));
      },
    };
  },
};

function settingsOf(properties: Values, name: unknown): Values & { name: string } {
  const members = typed(properties, {
    numbers: ["MinimumCompressionSize"],
    switches: ["DisableExecuteApiEndpoint"],
  });
  const { Description, DisableExecuteApiEndpoint, MinimumCompressionSize, BinaryMediaTypes } =
    members;
  const { types } = camelCased(asValues(members.EndpointConfiguration));
  return {
    name: String(name),
    ...(Description === undefined ? {} : { description: String(Description) }),
    ...(members.ApiKeySourceType === undefined ? {} : { apiKeySource: members.ApiKeySourceType }),
    ...(DisableExecuteApiEndpoint === undefined
      ? {}
      : { disableExecuteApiEndpoint: DisableExecuteApiEndpoint }),
    ...(MinimumCompressionSize === undefined
      ? {}
      : { minimumCompressionSize: MinimumCompressionSize }),
    ...(BinaryMediaTypes === undefined
      ? {}
      : {
          binaryMediaTypes: asList(BinaryMediaTypes).map((one) =>
            String(one).replaceAll("~1", "/"),
          ),
        }),
    ...(types === undefined ? {} : { endpointConfiguration: { types } }),
  };
}

function patchesFor(existing: Partial<RestApi>, wanted: Values): PatchOperation[] {
  return differences(existing, wanted).flatMap((member): PatchOperation[] => {
    if (member === "binaryMediaTypes") {
      const before = existing.binaryMediaTypes ?? [];
      const after = asList(wanted.binaryMediaTypes).map(String);
      const path = (type: string) => `/binaryMediaTypes/${type.replaceAll("/", "~1")}`;
      return [
        ...before
          .filter((type) => !after.includes(type))
          .map((type) => ({ op: "remove" as const, path: path(type) })),
        ...after
          .filter((type) => !before.includes(type))
          .map((type) => ({ op: "add" as const, path: path(type) })),
      ];
    }
    if (member === "endpointConfiguration") {
      const [before] = existing.endpointConfiguration?.types ?? ["EDGE"];
      const [after] = asList(asValues(wanted.endpointConfiguration).types);
      return [
        { op: "replace", path: `/endpointConfiguration/types/${before}`, value: String(after) },
      ];
    }
    return [{ op: "replace", path: `/${member}`, value: String(wanted[member]) }];
  });
}

async function find(
  client: APIGatewayClient,
  own: Readonly<Record<string, string>>,
): Promise<RestApi | undefined> {
  for await (const page of paginateGetRestApis({ client }, {})) {
    const found = page.items?.find(({ tags }) => hasTags(tags, own));
    if (found) return found;
  }
  return undefined;
}

/** Endpoints that do not tell the root's id with the API tell it among the resources. */
async function withRoot(
  client: APIGatewayClient,
  api: Partial<RestApi>,
): Promise<Partial<RestApi>> {
  if (api.rootResourceId) return api;
  const { items } = await client.send(new GetResourcesCommand({ restApiId: api.id }));
  return { ...api, rootResourceId: items?.find(({ path }) => path === "/")?.id };
}

function facts({ id = "", rootResourceId = "" }: Partial<RestApi>) {
  return { ref: id, attributes: { RestApiId: id, RootResourceId: rootResourceId } };
}
