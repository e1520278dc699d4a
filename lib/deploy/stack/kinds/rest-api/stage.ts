import {
  CreateStageCommand,
  GetStageCommand,
  type GetStageCommandOutput,
  type PatchOperation,
  UpdateStageCommand,
} from "@aws-sdk/client-api-gateway";
import { type Cloud, ifThere } from "../../cloud";
import type { Kind } from "../../kind";
import { asList, asValues, tagsOf, type Values } from "../../template";

/** Where a REST API is served. Everything but its deployment is set by patches, as a change of it is. */
export const restStageKind: Kind = {
  predict: (_, cloud, properties) => facts(cloud, properties),
  takes: [
    "AccessLogSetting",
    "DeploymentId",
    "Description",
    "MethodSettings",
    "RestApiId",
    "StageName",
    "Tags",
    "TracingEnabled",
    "Variables",
  ],
  async plan({ logicalId, properties, note }, cloud) {
    const at = { restApiId: String(properties.RestApiId), stageName: String(properties.StageName) };
    const existing = await ifThere(cloud.restApis.send(new GetStageCommand(at)));
    const patches = patchesFor(properties, existing, (member) =>
      note(`${logicalId}.MethodSettings.${member} is not carried over.`),
    );
    return {
      action: !existing ? "create" : patches.length > 0 ? "update" : "keep",
      changes: [...new Set(patches.map(({ path = "" }) => path.split("/")[1] ?? ""))],
      ...(existing ? { facts: facts(cloud, properties) } : {}),
      async apply() {
        if (!existing)
          await cloud.restApis.send(
            new CreateStageCommand({
              ...at,
              deploymentId: String(properties.DeploymentId),
              tags: tagsOf(properties.Tags),
            }),
          );
        const left = existing ? patches : patches.filter(({ path }) => path !== "/deploymentId");
        if (left.length > 0)
          await cloud.restApis.send(new UpdateStageCommand({ ...at, patchOperations: left }));
        return facts(cloud, properties);
      },
    };
  },
};

/** CloudFormation's names of a method's settings as the paths of patches; the others have nothing behind them here. */
const methodSettings: Readonly<Record<string, [path: string, member: string]>> = {
  ThrottlingRateLimit: ["throttling/rateLimit", "throttlingRateLimit"],
  ThrottlingBurstLimit: ["throttling/burstLimit", "throttlingBurstLimit"],
  MetricsEnabled: ["metrics/enabled", "metricsEnabled"],
};

function patchesFor(
  properties: Values,
  existing: GetStageCommandOutput | undefined,
  leaveOut: (member: string) => void,
): PatchOperation[] {
  const patches: PatchOperation[] = [];
  const set = (path: string, before: unknown, after: unknown) => {
    if (after !== undefined && String(before ?? "") !== String(after))
      patches.push({ op: "replace", path, value: String(after) });
  };
  set("/deploymentId", existing?.deploymentId, properties.DeploymentId);
  set("/description", existing?.description, properties.Description);
  set("/tracingEnabled", existing?.tracingEnabled ?? false, properties.TracingEnabled);
  for (const [name, value] of Object.entries(asValues(properties.Variables)))
    set(`/variables/${name}`, existing?.variables?.[name], value);
  const access = asValues(properties.AccessLogSetting);
  const logged = existing?.accessLogSettings;
  set("/accessLogSettings/destinationArn", logged?.destinationArn, access.DestinationArn);
  set("/accessLogSettings/format", logged?.format, access.Format);
  for (const one of asList(properties.MethodSettings).map(asValues)) {
    const { HttpMethod = "*", ResourcePath = "/*", ...settings } = one;
    const path = String(ResourcePath).replace(/^\//, "") || "~1";
    const before = asValues(existing?.methodSettings?.[`${path}/${String(HttpMethod)}`]);
    for (const [name, value] of Object.entries(settings)) {
      const known = methodSettings[name];
      if (known)
        set(
          `/${path.replaceAll("/", "~1")}/${String(HttpMethod)}/${known[0]}`,
          before[known[1]],
          value,
        );
      else leaveOut(name);
    }
  }
  return patches;
}

function facts({ apiAddresses }: Cloud, { RestApiId, StageName }: Values) {
  return {
    ref: String(StageName),
    attributes: {},
    address: apiAddresses.of(String(RestApiId), String(StageName)),
  };
}
