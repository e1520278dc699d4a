import * as api from "@aws-sdk/client-api-gateway";
import { differences } from "../../../differences";
import { type Cloud, ifThere, unknownId } from "../../cloud";
import type { Kind } from "../../kind";
import { isValues, type Values, without } from "../../template";
import { camelCased, typed } from "../typed";

interface Part {
  takes: readonly string[];
  /** The member by which an operation names it. */
  id: string;
  /** The name of its id among CloudFormation's attributes; a model is named by its name. */
  attribute?: string;
  numbers?: readonly string[];
  switches?: readonly string[];
  list(cloud: Cloud, input: { restApiId: string }): Promise<{ items?: object[] | undefined }>;
  create(cloud: Cloud, input: never): Promise<object>;
  update(cloud: Cloud, input: never): Promise<object>;
}

/** A part of a REST API that is told again by its name and changed by patches. */
function partKind(part: Part): Kind {
  const { takes, id, attribute, list, create, update } = part;
  const factsOf = (made: Values) => {
    if (attribute === undefined) return { ref: String(made.name), attributes: {} };
    const own = String(made.id ?? unknownId);
    return { ref: own, attributes: { [attribute]: own } };
  };
  return {
    predict: (_, __, { Name }) => factsOf({ name: Name }),
    takes: ["RestApiId", ...takes],
    async plan({ properties }, cloud) {
      const restApiId = String(properties.RestApiId);
      const { schema, ...members } = camelCased(typed(without(properties, ["RestApiId"]), part));
      const text = isValues(schema) ? JSON.stringify(schema) : schema;
      const wanted: Values = { ...members, ...(text === undefined ? {} : { schema: text }) };
      const answer = await ifThere(list(cloud, { restApiId }));
      const existing = (answer?.items as Values[] | undefined)?.find(
        ({ name }) => name === wanted.name,
      );
      const changes = existing ? differences(existing, wanted) : [];
      return {
        action: !existing ? "create" : changes.length > 0 ? "update" : "keep",
        changes,
        part: restApiId,
        ...(existing ? { facts: factsOf(existing) } : {}),
        async apply() {
          if (!existing)
            return factsOf((await create(cloud, { restApiId, ...wanted } as never)) as Values);
          const patchOperations = changes.map((member) => ({
            op: "replace" as const,
            path: `/${member}`,
            value: String(wanted[member]),
          }));
          await update(cloud, {
            restApiId,
            [id]: attribute === undefined ? existing.name : existing.id,
            patchOperations,
          } as never);
          return factsOf(existing);
        },
      };
    },
  };
}

export const restAuthorizerKind = partKind({
  takes: [
    "AuthType",
    "AuthorizerCredentials",
    "AuthorizerResultTtlInSeconds",
    "AuthorizerUri",
    "IdentitySource",
    "IdentityValidationExpression",
    "Name",
    "ProviderARNs",
    "Type",
  ],
  id: "authorizerId",
  attribute: "AuthorizerId",
  numbers: ["AuthorizerResultTtlInSeconds"],
  list: ({ restApis }, input) =>
    restApis.send(new api.GetAuthorizersCommand({ ...input, limit: 500 })),
  create: ({ restApis }, input) => restApis.send(new api.CreateAuthorizerCommand(input)),
  update: ({ restApis }, input) => restApis.send(new api.UpdateAuthorizerCommand(input)),
});

export const restValidatorKind = partKind({
  takes: ["Name", "ValidateRequestBody", "ValidateRequestParameters"],
  id: "requestValidatorId",
  attribute: "RequestValidatorId",
  switches: ["ValidateRequestBody", "ValidateRequestParameters"],
  list: ({ restApis }, input) =>
    restApis.send(new api.GetRequestValidatorsCommand({ ...input, limit: 500 })),
  create: ({ restApis }, input) => restApis.send(new api.CreateRequestValidatorCommand(input)),
  update: ({ restApis }, input) => restApis.send(new api.UpdateRequestValidatorCommand(input)),
});

export const restModelKind = partKind({
  takes: ["ContentType", "Description", "Name", "Schema"],
  id: "modelName",
  list: ({ restApis }, input) => restApis.send(new api.GetModelsCommand({ ...input, limit: 500 })),
  create: ({ restApis }, input) => restApis.send(new api.CreateModelCommand(input)),
  update: ({ restApis }, input) => restApis.send(new api.UpdateModelCommand(input)),
});

/** A gateway response is there always, by AWS's default; putting it says it anew. */
export const restGatewayResponseKind: Kind = {
  predict: (name) => ({ ref: name, attributes: { Id: name } }),
  takes: ["RestApiId", "ResponseType", "StatusCode", "ResponseParameters", "ResponseTemplates"],
  async plan({ properties }, { restApis }) {
    const at = {
      restApiId: String(properties.RestApiId),
      responseType: String(properties.ResponseType) as api.GatewayResponseType,
    };
    const existing = await ifThere(restApis.send(new api.GetGatewayResponseCommand(at)));
    const { responseParameters, responseTemplates, statusCode } = camelCased(properties);
    const wanted = {
      ...(statusCode === undefined ? {} : { statusCode: String(statusCode) }),
      ...(responseParameters === undefined
        ? {}
        : { responseParameters: responseParameters as Record<string, string> }),
      ...(responseTemplates === undefined
        ? {}
        : { responseTemplates: responseTemplates as Record<string, string> }),
    };
    const isNew = !existing || existing.defaultResponse === true;
    const changes = isNew ? [] : differences(existing, wanted);
    return {
      action: isNew ? "create" : changes.length > 0 ? "update" : "keep",
      changes,
      part: at.restApiId,
      async apply() {
        await restApis.send(new api.PutGatewayResponseCommand({ ...at, ...wanted }));
      },
    };
  },
};
