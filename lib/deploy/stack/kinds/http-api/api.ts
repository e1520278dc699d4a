import {
  type Api,
  ApiGatewayV2Client,
  CreateApiCommand,
  type CreateApiCommandInput,
  GetApisCommand,
  ImportApiCommand,
  ReimportApiCommand,
  TagResourceCommand,
  UpdateApiCommand,
} from "@aws-sdk/client-apigatewayv2";
import { differences } from "../../../differences";
import { unknownId } from "../../cloud";
import type { Kind } from "../../kind";
import { documentTag, fingerprint, hasTags, ownTags } from "../../own-tags";
import { tagsOf, without } from "../../template";
import { readApiDocument } from "../api-document";
import { typed } from "../typed";

const settings = [
  "ApiKeySelectionExpression",
  "CorsConfiguration",
  "Description",
  "DisableExecuteApiEndpoint",
  "IpAddressType",
  "RouteSelectionExpression",
  "Version",
];
const madeOnce = ["RouteKey", "Target", "CredentialsArn"];

/** An HTTP or WebSocket API, from its members or from an OpenAPI document. */
export const httpApiKind: Kind = {
  nameProperty: "Name",
  predict: () => facts({ ApiId: unknownId }),
  takes: [
    ...settings,
    ...madeOnce,
    "Name",
    "ProtocolType",
    "Tags",
    "Body",
    "BodyS3Location",
    "Basepath",
    "FailOnWarnings",
  ],
  async plan({ stackName, logicalId, name, properties, templateFolder }, cloud) {
    const { httpApis } = cloud;
    const own = ownTags(stackName, logicalId);
    const existing = await find(httpApis, own);
    const document = readApiDocument(properties, templateFolder);
    const Body = document && JSON.stringify(withTitle(document, properties.Name, name));
    const tags = {
      ...tagsOf(properties.Tags),
      ...own,
      ...(Body === undefined ? {} : { [documentTag]: fingerprint(Body) }),
    };
    const members = typed(without(properties, ["Tags", "Body", "BodyS3Location", "ProtocolType"]), {
      numbers: ["MaxAge"],
      switches: ["AllowCredentials", "DisableExecuteApiEndpoint"],
    });
    const wanted = {
      ...(Body === undefined ? { Name: name } : {}),
      ...Object.fromEntries(settings.map((setting) => [setting, members[setting]])),
    };
    const changes = existing
      ? [
          ...differences(existing, wanted),
          ...(existing.Tags?.[documentTag] === tags[documentTag] ? [] : ["document"]),
        ]
      : [];
    const imported = {
      Body,
      Basepath: members.Basepath as string | undefined,
      FailOnWarnings: String(members.FailOnWarnings) === "true",
    };
    // AWS's quick create brings a stage along.
    const factsOf = (api: Partial<Api>) => ({
      ...facts(api),
      ...(properties.Target === undefined ? {} : { address: `${api.ApiEndpoint}/` }),
    });
    const make = async () => {
      if (Body !== undefined) return httpApis.send(new ImportApiCommand(imported));
      const more = Object.fromEntries(madeOnce.map((member) => [member, members[member]]));
      return httpApis.send(
        new CreateApiCommand({
          ...wanted,
          ...more,
          Name: name,
          ProtocolType: properties.ProtocolType as CreateApiCommandInput["ProtocolType"],
          Tags: tags,
        }),
      );
    };
    return {
      action: !existing ? "create" : changes.length > 0 ? "update" : "keep",
      changes,
      part: existing?.ApiId ?? unknownId,
      ...(existing ? { facts: factsOf(existing) } : {}),
      async apply() {
        const made = existing ?? (await make());
        const ApiId = made.ApiId ?? "";
        if (existing && changes.includes("document") && Body !== undefined)
          await httpApis.send(new ReimportApiCommand({ ApiId, ...imported }));
        if (existing || (Body !== undefined && Object.values(wanted).some(Boolean)))
          await httpApis.send(new UpdateApiCommand({ ApiId, ...wanted }));
        if (existing || Body !== undefined)
          await httpApis.send(
            new TagResourceCommand({
              ResourceArn: `arn:aws:apigateway:${cloud.region}::/apis/${ApiId}`,
              Tags: tags,
            }),
          );
        return factsOf(made);
      },
    };
  },
};

/** A document's API bears the document's title, unless the template names it. */
function withTitle(document: Record<string, unknown>, given: unknown, name: string) {
  const info = (document.info ?? {}) as { title?: unknown };
  const title = given === undefined ? (info.title ?? name) : name;
  return { ...document, info: { version: "1.0", ...info, title } };
}

async function find(
  client: ApiGatewayV2Client,
  own: Readonly<Record<string, string>>,
): Promise<Api | undefined> {
  let NextToken: string | undefined;
  do {
    const page = await client.send(new GetApisCommand({ NextToken }));
    const found = page.Items?.find(({ Tags }) => hasTags(Tags, own));
    if (found) return found;
    NextToken = page.NextToken;
  } while (NextToken);
  return undefined;
}

function facts({ ApiId = "", ApiEndpoint = "" }: Partial<Api>) {
  return { ref: ApiId, attributes: { ApiId, ApiEndpoint } };
}
