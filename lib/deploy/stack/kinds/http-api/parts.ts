import * as api from "@aws-sdk/client-apigatewayv2";
import { differences } from "../../../differences";
import { type Cloud, ifThere, unknownId } from "../../cloud";
import type { Kind } from "../../kind";
import type { Facts } from "../../resolve-value";
import { isValues, type Values, without } from "../../template";
import { typed } from "../typed";

type Send = (cloud: Cloud, input: never) => Promise<object>;

interface Part {
  /** The member by which an operation names it. */
  id: string;
  takes: readonly string[];
  /** Other parts that it lies in, beside the API. */
  inside?: readonly string[];
  numbers?: readonly string[];
  switches?: readonly string[];
  list(
    cloud: Cloud,
    input: never,
  ): Promise<{ Items?: object[] | undefined; NextToken?: string | undefined }>;
  /** Whether something of the API is what the template means, whatever its settings are. */
  isIt(item: Values, wanted: Values): boolean;
  create: Send;
  update: Send;
  /** Members, however deep, that nothing here stands behind; they are left out with a note. */
  leavesOut?: readonly string[];
  /** Where it answers requests. */
  address?(cloud: Cloud, wanted: Values): Promise<string>;
}

/** A part of an HTTP or WebSocket API, told again by what it is for; of several the one with the same settings. */
function partKind(part: Part): Kind {
  const { id, takes, inside = [], list, isIt, create, update } = part;
  const factsOf = (made: Values): Facts => {
    const own = String(made[id] ?? unknownId);
    return { ref: own, attributes: { [id]: own } };
  };
  const found = async (made: Values, wanted: Values, cloud: Cloud): Promise<Facts> => ({
    ...factsOf(made),
    ...(part.address ? { address: await part.address(cloud, wanted) } : {}),
  });
  return {
    predict: (_, __, properties) => factsOf(properties),
    takes: ["ApiId", ...inside, ...takes],
    async plan({ logicalId, properties, taken, note }, cloud) {
      const wanted = leaveOut(typed(properties, part), part.leavesOut ?? [], (member) =>
        note(`${logicalId}: ${member} is not carried over.`),
      );
      const place = Object.fromEntries(["ApiId", ...inside].map((name) => [name, wanted[name]]));
      const members = without(wanted, Object.keys(place));
      const like = (await ifThere(itemsOf((input) => list(cloud, input as never), place)))?.filter(
        (item) => isIt(item, members) && !taken.has(`${id} ${String(item[id])}`),
      );
      const existing = like?.find((item) => differences(item, members).length === 0) ?? like?.[0];
      if (existing) taken.add(`${id} ${String(existing[id])}`);
      const changes = existing ? differences(existing, members) : [];
      return {
        action: !existing ? "create" : changes.length > 0 ? "update" : "keep",
        changes,
        part: String(wanted.ApiId),
        ...(existing ? { facts: await found(existing, wanted, cloud) } : {}),
        async apply() {
          const named = existing ? { ...wanted, [id]: existing[id] } : wanted;
          const made = await (existing ? update : create)(cloud, named as never);
          const now = { ...existing, ...made } as Values;
          taken.add(`${id} ${String(now[id])}`);
          return found(now, wanted, cloud);
        },
      };
    },
  };
}

function leaveOut(values: Values, names: readonly string[], say: (name: string) => void): Values {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => {
      if (!names.includes(name))
        return [[name, isValues(value) ? leaveOut(value, names, say) : value]];
      say(name);
      return [];
    }),
  );
}

async function itemsOf(
  list: (input: Values) => ReturnType<Part["list"]>,
  place: Values,
): Promise<Values[]> {
  const items: Values[] = [];
  let NextToken: string | undefined;
  do {
    const page = await list({ ...place, NextToken });
    items.push(...((page.Items ?? []) as Values[]));
    NextToken = page.NextToken;
  } while (NextToken);
  return items;
}

const sameOf =
  (...names: string[]) =>
  (item: Values, wanted: Values) =>
    names.every((name) => String(item[name] ?? "") === String(wanted[name] ?? ""));

export const apiIntegrationKind = partKind({
  id: "IntegrationId",
  takes: [
    "ConnectionType",
    "CredentialsArn",
    "Description",
    "IntegrationMethod",
    "IntegrationResponseSelectionExpression",
    "IntegrationType",
    "IntegrationUri",
    "PassthroughBehavior",
    "PayloadFormatVersion",
    "RequestParameters",
    "RequestTemplates",
    "ResponseParameters",
    "TemplateSelectionExpression",
    "TimeoutInMillis",
  ],
  numbers: ["TimeoutInMillis"],
  list: ({ httpApis }, input) => httpApis.send(new api.GetIntegrationsCommand(input)),
  isIt: sameOf("IntegrationType", "IntegrationUri"),
  create: ({ httpApis }, input) => httpApis.send(new api.CreateIntegrationCommand(input)),
  update: ({ httpApis }, input) => httpApis.send(new api.UpdateIntegrationCommand(input)),
});

export const apiRouteKind = partKind({
  id: "RouteId",
  takes: [
    "ApiKeyRequired",
    "AuthorizationScopes",
    "AuthorizationType",
    "AuthorizerId",
    "OperationName",
    "RouteKey",
    "RouteResponseSelectionExpression",
    "Target",
  ],
  switches: ["ApiKeyRequired"],
  list: ({ httpApis }, input) => httpApis.send(new api.GetRoutesCommand(input)),
  isIt: sameOf("RouteKey"),
  create: ({ httpApis }, input) => httpApis.send(new api.CreateRouteCommand(input)),
  update: ({ httpApis }, input) => httpApis.send(new api.UpdateRouteCommand(input)),
});

export const apiRouteResponseKind = partKind({
  id: "RouteResponseId",
  inside: ["RouteId"],
  takes: ["RouteResponseKey"],
  list: ({ httpApis }, input) => httpApis.send(new api.GetRouteResponsesCommand(input)),
  isIt: sameOf("RouteResponseKey"),
  create: ({ httpApis }, input) => httpApis.send(new api.CreateRouteResponseCommand(input)),
  update: ({ httpApis }, input) => httpApis.send(new api.UpdateRouteResponseCommand(input)),
});

export const apiIntegrationResponseKind = partKind({
  id: "IntegrationResponseId",
  inside: ["IntegrationId"],
  takes: ["IntegrationResponseKey", "ResponseTemplates", "TemplateSelectionExpression"],
  list: ({ httpApis }, input) => httpApis.send(new api.GetIntegrationResponsesCommand(input)),
  isIt: sameOf("IntegrationResponseKey"),
  create: ({ httpApis }, input) => httpApis.send(new api.CreateIntegrationResponseCommand(input)),
  update: ({ httpApis }, input) => httpApis.send(new api.UpdateIntegrationResponseCommand(input)),
});

export const apiAuthorizerKind = partKind({
  id: "AuthorizerId",
  takes: [
    "AuthorizerCredentialsArn",
    "AuthorizerPayloadFormatVersion",
    "AuthorizerResultTtlInSeconds",
    "AuthorizerType",
    "AuthorizerUri",
    "EnableSimpleResponses",
    "IdentitySource",
    "JwtConfiguration",
    "Name",
  ],
  numbers: ["AuthorizerResultTtlInSeconds"],
  switches: ["EnableSimpleResponses"],
  list: ({ httpApis }, input) => httpApis.send(new api.GetAuthorizersCommand(input)),
  isIt: sameOf("Name"),
  create: ({ httpApis }, input) => httpApis.send(new api.CreateAuthorizerCommand(input)),
  update: ({ httpApis }, input) => httpApis.send(new api.UpdateAuthorizerCommand(input)),
});

export const apiModelKind = partKind({
  id: "ModelId",
  takes: ["ContentType", "Description", "Name", "Schema"],
  list: ({ httpApis }, input) => httpApis.send(new api.GetModelsCommand(input)),
  isIt: sameOf("Name"),
  create: ({ httpApis }, input) => httpApis.send(new api.CreateModelCommand(input)),
  update: ({ httpApis }, input) => httpApis.send(new api.UpdateModelCommand(input)),
});

export const apiStageKind = partKind({
  id: "StageName",
  takes: [
    "AccessLogSettings",
    "AutoDeploy",
    "DefaultRouteSettings",
    "DeploymentId",
    "Description",
    "RouteSettings",
    "StageName",
    "StageVariables",
    "Tags",
  ],
  numbers: ["ThrottlingBurstLimit", "ThrottlingRateLimit"],
  switches: ["AutoDeploy", "DetailedMetricsEnabled"],
  leavesOut: ["DataTraceEnabled", "LoggingLevel"],
  list: ({ httpApis }, input) => httpApis.send(new api.GetStagesCommand(input)),
  isIt: sameOf("StageName"),
  create: ({ httpApis }, input) => httpApis.send(new api.CreateStageCommand(input)),
  update: ({ httpApis }, input) =>
    httpApis.send(new api.UpdateStageCommand(without(input, ["Tags"]) as never)),
  async address({ httpApis }, { ApiId, StageName }) {
    const { ApiEndpoint = "" } = await httpApis.send(
      new api.GetApiCommand({ ApiId: String(ApiId) }),
    );
    return `${ApiEndpoint}/${StageName === "$default" ? "" : String(StageName)}`;
  },
});
