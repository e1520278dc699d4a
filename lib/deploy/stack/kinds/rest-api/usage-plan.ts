import {
  type APIGatewayClient,
  CreateUsagePlanCommand,
  CreateUsagePlanKeyCommand,
  GetUsagePlanKeyCommand,
  paginateGetUsagePlans,
  type PatchOperation,
  UpdateUsagePlanCommand,
  type UsagePlan,
} from "@aws-sdk/client-api-gateway";
import { differences } from "../../../differences";
import { ifThere, unknownId } from "../../cloud";
import type { Kind } from "../../kind";
import { hasTags, ownTags } from "../../own-tags";
import { asList, asValues, tagsOf, type Values } from "../../template";
import { camelCased, typed } from "../typed";

/** Which stages keys open, how fast and how often. */
export const restUsagePlanKind: Kind = {
  nameProperty: "UsagePlanName",
  predict: () => planFacts({ id: unknownId }),
  takes: ["ApiStages", "Description", "Quota", "Tags", "Throttle", "UsagePlanName"],
  async plan({ stackName, logicalId, name, properties }, { restApis }) {
    const own = ownTags(stackName, logicalId);
    const existing = await find(restApis, own);
    const wanted = readPlan(properties, name);
    const changes = existing ? differences(existing, wanted) : [];
    return {
      action: !existing ? "create" : changes.length > 0 ? "update" : "keep",
      changes,
      ...(existing ? { facts: planFacts(existing) } : {}),
      async apply() {
        const tags = { ...tagsOf(properties.Tags), ...own };
        if (!existing)
          return planFacts(await restApis.send(new CreateUsagePlanCommand({ ...wanted, tags })));
        const patchOperations = changes.flatMap((member) => patchesFor(member, existing, wanted));
        return planFacts(
          await restApis.send(
            new UpdateUsagePlanCommand({ usagePlanId: existing.id, patchOperations }),
          ),
        );
      },
    };
  },
};

function readPlan(properties: Values, name: string): Values & { name: string } {
  const { Description, Quota, Throttle, ApiStages, UsagePlanName } = typed(properties, {
    numbers: ["Limit", "Offset", "RateLimit", "BurstLimit"],
  });
  return {
    name: String(UsagePlanName ?? name),
    ...(Description === undefined ? {} : { description: String(Description) }),
    ...(Quota === undefined ? {} : { quota: camelCased(asValues(Quota)) }),
    ...(Throttle === undefined ? {} : { throttle: camelCased(asValues(Throttle)) }),
    apiStages: asList(ApiStages)
      .map(asValues)
      .map(({ ApiId, Stage, Throttle: limits }) => ({
        apiId: String(ApiId),
        stage: String(Stage),
        ...(limits === undefined
          ? {}
          : {
              throttle: Object.fromEntries(
                Object.entries(asValues(limits)).map(([key, one]) => [
                  key,
                  camelCased(asValues(one)),
                ]),
              ),
            }),
      })),
  };
}

function patchesFor(member: string, existing: UsagePlan, wanted: Values): PatchOperation[] {
  const replace = (path: string, value: unknown): PatchOperation => ({
    op: "replace",
    path,
    value: String(value),
  });
  if (member === "quota" || member === "throttle")
    return Object.entries(asValues(wanted[member])).map(([name, value]) =>
      replace(`/${member}/${name}`, value),
    );
  if (member !== "apiStages") return [replace(`/${member}`, wanted[member])];
  const nameOf = ({ apiId, stage }: Values) => `${String(apiId)}:${String(stage)}`;
  const before = (existing.apiStages ?? []).map((one) => nameOf({ ...one }));
  const after = asList(wanted.apiStages).map(asValues);
  const gone = before.filter((name) => !after.some((one) => nameOf(one) === name));
  return [
    ...gone.map((value) => ({ op: "remove" as const, path: "/apiStages", value })),
    ...after.flatMap((stage): PatchOperation[] => {
      const name = nameOf(stage);
      const limits = Object.entries(asValues(stage.throttle)).flatMap(([key, one]) => {
        const at = key.lastIndexOf("/");
        const path = `${key.slice(0, at).replaceAll("/", "~1")}/${key.slice(at + 1)}`;
        return Object.entries(asValues(one)).map(([limit, value]) =>
          replace(`/apiStages/${name}/throttle/${path}/${limit}`, value),
        );
      });
      return before.includes(name)
        ? limits
        : [{ op: "add", path: "/apiStages", value: name }, ...limits];
    }),
  ];
}

async function find(
  client: APIGatewayClient,
  own: Readonly<Record<string, string>>,
): Promise<UsagePlan | undefined> {
  for await (const page of paginateGetUsagePlans({ client }, {})) {
    const found = page.items?.find(({ tags }) => hasTags(tags, own));
    if (found) return found;
  }
  return undefined;
}

const planFacts = ({ id = "" }: Partial<UsagePlan>) => ({ ref: id, attributes: { Id: id } });

/** That a key belongs to a plan. */
export const restUsagePlanKeyKind: Kind = {
  predict: (_, __, properties) => keyFacts(properties),
  takes: ["KeyId", "KeyType", "UsagePlanId"],
  async plan({ properties }, { restApis }) {
    const at = { keyId: String(properties.KeyId), usagePlanId: String(properties.UsagePlanId) };
    const existing = await ifThere(restApis.send(new GetUsagePlanKeyCommand(at)));
    return {
      action: existing ? "keep" : "create",
      ...(existing ? { facts: keyFacts(properties) } : {}),
      async apply() {
        await restApis.send(
          new CreateUsagePlanKeyCommand({ ...at, keyType: String(properties.KeyType) }),
        );
        return keyFacts(properties);
      },
    };
  },
};

function keyFacts({ KeyId, UsagePlanId }: Values) {
  const id = `${String(KeyId)}:${String(UsagePlanId)}`;
  return { ref: id, attributes: { Id: id } };
}
