import {
  DeleteMethodCommand,
  GetMethodCommand,
  type Method,
  PutIntegrationCommand,
  type PutIntegrationCommandInput,
  PutIntegrationResponseCommand,
  type PutIntegrationResponseCommandInput,
  PutMethodCommand,
  type PutMethodCommandInput,
  PutMethodResponseCommand,
} from "@aws-sdk/client-api-gateway";
import { differences } from "../../../differences";
import { ifThere } from "../../cloud";
import type { Kind } from "../../kind";
import { asList, asValues, isValues, type Values, without } from "../../template";
import { camelCased, typed } from "../typed";

/** A method with its integration and responses. One that differs is put anew: its parts hang on it. */
export const restMethodKind: Kind = {
  predict: (name) => ({ ref: name, attributes: {} }),
  takes: [
    "ApiKeyRequired",
    "AuthorizationScopes",
    "AuthorizationType",
    "AuthorizerId",
    "HttpMethod",
    "Integration",
    "MethodResponses",
    "OperationName",
    "RequestModels",
    "RequestParameters",
    "RequestValidatorId",
    "ResourceId",
    "RestApiId",
  ],
  async plan({ properties }, { restApis }) {
    const at = {
      restApiId: String(properties.RestApiId),
      resourceId: String(properties.ResourceId),
      httpMethod: String(properties.HttpMethod),
    };
    const existing = await ifThere(restApis.send(new GetMethodCommand(at)));
    const wanted = readMethod(properties);
    const changes = existing ? differences(existing, comparable(wanted)) : [];
    return {
      action: !existing ? "create" : changes.length > 0 ? "update" : "keep",
      changes,
      part: at.restApiId,
      async apply() {
        if (existing) await restApis.send(new DeleteMethodCommand(at));
        await restApis.send(
          new PutMethodCommand({ ...at, ...wanted.method } as PutMethodCommandInput),
        );
        for (const response of wanted.responses)
          await restApis.send(
            new PutMethodResponseCommand({
              ...at,
              ...response,
              statusCode: String(response.statusCode),
            }),
          );
        if (!wanted.integration) return;
        await restApis.send(
          new PutIntegrationCommand({
            ...at,
            ...wanted.integration,
          } as unknown as PutIntegrationCommandInput),
        );
        for (const response of wanted.integrationResponses)
          await restApis.send(
            new PutIntegrationResponseCommand({
              ...at,
              ...response,
            } as PutIntegrationResponseCommandInput),
          );
      },
    };
  },
};

interface WantedMethod {
  method: Values;
  responses: Values[];
  integration?: Values;
  integrationResponses: Values[];
}

function readMethod(properties: Values): WantedMethod {
  const { Integration, MethodResponses, RequestParameters, ...members } = properties;
  const integration = isValues(Integration) ? Integration : undefined;
  const switches = (values: unknown) =>
    Object.fromEntries(
      Object.entries(asValues(values)).map(([name, value]) => [name, String(value) === "true"]),
    );
  const responses = (list: unknown) =>
    asList(list).map((one) => {
      const response = camelCased(asValues(one));
      return { ...response, statusCode: String(response.statusCode) };
    });
  return {
    method: {
      authorizationType: "NONE",
      ...camelCased(
        typed(without(members, ["RestApiId", "ResourceId", "HttpMethod"]), {
          switches: ["ApiKeyRequired"],
        }),
      ),
      ...(RequestParameters === undefined
        ? {}
        : { requestParameters: switches(RequestParameters) }),
    },
    responses: responses(MethodResponses).map((response: Values) =>
      response.responseParameters === undefined
        ? response
        : { ...response, responseParameters: switches(response.responseParameters) },
    ),
    ...(integration
      ? {
          integration: camelCased(
            typed(without(integration, ["IntegrationResponses"]), { numbers: ["TimeoutInMillis"] }),
          ),
        }
      : {}),
    integrationResponses: responses(integration?.IntegrationResponses),
  };
}

/** As GetMethod answers it: responses by their status. */
function comparable(wanted: WantedMethod): Partial<Record<keyof Method, unknown>> {
  const byStatus = (list: readonly Values[]) =>
    Object.fromEntries(list.map((one) => [String(one.statusCode), one]));
  const { integrationHttpMethod, ...integration } = wanted.integration ?? {};
  return {
    ...wanted.method,
    ...(wanted.responses.length > 0 ? { methodResponses: byStatus(wanted.responses) } : {}),
    ...(wanted.integration
      ? {
          methodIntegration: {
            ...integration,
            ...(integrationHttpMethod === undefined ? {} : { httpMethod: integrationHttpMethod }),
            ...(wanted.integrationResponses.length > 0
              ? { integrationResponses: byStatus(wanted.integrationResponses) }
              : {}),
          },
        }
      : {}),
  };
}
