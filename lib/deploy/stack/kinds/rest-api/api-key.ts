import {
  type APIGatewayClient,
  type ApiKey,
  CreateApiKeyCommand,
  DeleteApiKeyCommand,
  paginateGetApiKeys,
  UpdateApiKeyCommand,
} from "@aws-sdk/client-api-gateway";
import { differences } from "../../../differences";
import { unknownId } from "../../cloud";
import type { Kind } from "../../kind";
import { hasTags, ownTags } from "../../own-tags";
import { asList, asValues, tagsOf } from "../../template";

/** A key that callers of APIs send. One with another value is another key. */
export const restApiKeyKind: Kind = {
  nameProperty: "Name",
  predict: () => facts({ id: unknownId }),
  takes: [
    "CustomerId",
    "Description",
    "Enabled",
    "GenerateDistinctId",
    "Name",
    "StageKeys",
    "Tags",
    "Value",
  ],
  async plan({ stackName, logicalId, name, properties }, { restApis }) {
    const own = ownTags(stackName, logicalId);
    const existing = await find(restApis, own);
    const { CustomerId, Description, Enabled, Value } = properties;
    const settings = {
      name: String(properties.Name ?? name),
      ...(Description === undefined ? {} : { description: String(Description) }),
      ...(CustomerId === undefined ? {} : { customerId: String(CustomerId) }),
      enabled: String(Enabled) === "true",
    };
    const value = Value === undefined ? {} : { value: String(Value) };
    const changes = existing ? differences(existing, { ...settings, ...value }) : [];
    const isOther = changes.includes("value");
    const create = () =>
      restApis.send(
        new CreateApiKeyCommand({
          ...settings,
          ...value,
          stageKeys: asList(properties.StageKeys)
            .map(asValues)
            .map(({ RestApiId, StageName }) => ({
              restApiId: String(RestApiId),
              stageName: String(StageName),
            })),
          tags: { ...tagsOf(properties.Tags), ...own },
        }),
      );
    return {
      action: !existing ? "create" : changes.length > 0 ? "update" : "keep",
      changes,
      ...(existing && !isOther ? { facts: facts(existing) } : {}),
      async apply() {
        if (!existing) return facts(await create());
        if (isOther) {
          await restApis.send(new DeleteApiKeyCommand({ apiKey: existing.id }));
          return facts(await create());
        }
        const patchOperations = Object.entries(settings)
          .filter(([member]) => changes.includes(member))
          .map(([member, wanted]) => ({
            op: "replace" as const,
            path: `/${member}`,
            value: String(wanted),
          }));
        return facts(
          await restApis.send(new UpdateApiKeyCommand({ apiKey: existing.id, patchOperations })),
        );
      },
    };
  },
};

async function find(
  client: APIGatewayClient,
  own: Readonly<Record<string, string>>,
): Promise<ApiKey | undefined> {
  for await (const page of paginateGetApiKeys({ client }, { includeValues: true })) {
    const found = page.items?.find(({ tags }) => hasTags(tags, own));
    if (found) return found;
  }
  return undefined;
}

const facts = ({ id = "" }: Partial<ApiKey>) => ({ ref: id, attributes: { APIKeyId: id } });
