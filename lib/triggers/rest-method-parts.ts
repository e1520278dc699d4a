import { GetMethodCommand, type GetMethodCommandOutput } from "@aws-sdk/client-api-gateway";
import { clientsFor } from "@/lib/aws/clients";
import { keptCall } from "@/lib/aws/kept-commands";
import type { CloudCall } from "@/lib/model/change";
import type { Steps } from "./steps";

/** Where a REST API's method stands. */
export interface MethodPlace {
  restApiId: string;
  resourceId: string;
  httpMethod: string;
}

/** What a method is made of, in the order in which it is put; it is taken away the other way round. */
interface Part {
  name: string;
  put: CloudCall;
  remove: CloudCall;
}

/** The method as AWS has it, or as it would be at another place. */
export async function readMethod(
  { connection }: Steps,
  place: MethodPlace,
): Promise<GetMethodCommandOutput> {
  return clientsFor(connection).apigateway.send(new GetMethodCommand(place));
}

/** Makes a method with everything another one has. */
export async function putMethod(
  steps: Steps,
  place: MethodPlace,
  method: GetMethodCommandOutput,
  route: string,
): Promise<void> {
  for (const { name, put, remove } of partsOf(place, method))
    await steps.send({
      title: `${name} of ${route} created`,
      before: null,
      after: put.input,
      call: put,
      undo: remove,
    });
}

/** Takes a method away, part by part, so that each can come back. */
export async function removeMethod(
  steps: Steps,
  place: MethodPlace,
  method: GetMethodCommandOutput,
  route: string,
): Promise<void> {
  for (const { name, put, remove } of partsOf(place, method).toReversed())
    await steps.send({
      title: `${name} of ${route} deleted`,
      before: put.input,
      after: null,
      call: remove,
      undo: put,
    });
}

function partsOf(place: MethodPlace, method: GetMethodCommandOutput): Part[] {
  const { methodIntegration: integration } = method;
  return [
    {
      name: "Method",
      put: keptCall("apigateway", "PutMethod", {
        ...place,
        authorizationType: method.authorizationType,
        authorizerId: method.authorizerId,
        authorizationScopes: method.authorizationScopes,
        apiKeyRequired: method.apiKeyRequired,
        operationName: method.operationName,
        requestParameters: method.requestParameters,
        requestModels: method.requestModels,
        requestValidatorId: method.requestValidatorId,
      }),
      remove: keptCall("apigateway", "DeleteMethod", place),
    },
    ...Object.entries(method.methodResponses ?? {}).map(
      ([statusCode, { responseParameters, responseModels }]): Part => ({
        name: `Response ${statusCode}`,
        put: keptCall("apigateway", "PutMethodResponse", {
          ...place,
          statusCode,
          responseParameters,
          responseModels,
        }),
        remove: keptCall("apigateway", "DeleteMethodResponse", { ...place, statusCode }),
      }),
    ),
    ...(integration
      ? [
          {
            name: "Integration",
            put: keptCall("apigateway", "PutIntegration", {
              ...place,
              type: integration.type,
              // GetMethod says httpMethod where PutIntegration wants this.
              integrationHttpMethod: integration.httpMethod ?? "POST",
              uri: integration.uri,
              connectionType: integration.connectionType,
              connectionId: integration.connectionId,
              credentials: integration.credentials,
              requestParameters: integration.requestParameters,
              requestTemplates: integration.requestTemplates,
              passthroughBehavior: integration.passthroughBehavior,
              contentHandling: integration.contentHandling,
              timeoutInMillis: integration.timeoutInMillis,
              cacheKeyParameters: some(integration.cacheKeyParameters),
              responseTransferMode: integration.responseTransferMode,
              tlsConfig: integration.tlsConfig,
            }),
            remove: keptCall("apigateway", "DeleteIntegration", place),
          },
        ]
      : []),
    ...Object.entries(integration?.integrationResponses ?? {}).map(
      ([statusCode, response]): Part => ({
        name: `Answer ${statusCode}`,
        put: keptCall("apigateway", "PutIntegrationResponse", {
          ...place,
          statusCode,
          selectionPattern: response.selectionPattern,
          responseParameters: response.responseParameters,
          responseTemplates: response.responseTemplates,
          contentHandling: response.contentHandling,
        }),
        remove: keptCall("apigateway", "DeleteIntegrationResponse", { ...place, statusCode }),
      }),
    ),
  ];
}

const some = (list: string[] | undefined) => (list?.length ? list : undefined);
