import { identitySources, invocationUri, permitAuthorizer } from "./api-parts";
import type { Expansion } from "./expansion";
import { asValues, type Resource, type Values } from "./template";

/** The authorizers of an AWS::Serverless::Api that are functions, as security schemes of its document. */
export function restAuthorizers(
  id: string,
  resource: Resource,
  auth: Values,
  expansion: Expansion,
): { schemes: Values; known: ReadonlySet<string> } {
  const schemes: Values = {};
  for (const [name, value] of Object.entries(asValues(auth.Authorizers))) {
    const authorizer = asValues(value);
    if (authorizer.FunctionArn === undefined) {
      expansion.notes.push(
        `${id}.Auth.Authorizers.${name}: there are no user pools here; routes that ask for it are open.`,
      );
      continue;
    }
    schemes[name] = schemeOf(authorizer);
    permitAuthorizer(resource, id, name, authorizer.FunctionArn, expansion);
  }
  if (auth.ResourcePolicy !== undefined)
    expansion.notes.push(`${id}.Auth.ResourcePolicy: policies of APIs are not enforced here.`);
  return { schemes, known: new Set(Object.keys(schemes)) };
}

function schemeOf(authorizer: Values): Values {
  const identity = asValues(authorizer.Identity);
  const isToken = authorizer.FunctionPayloadType !== "REQUEST";
  const sources = identitySources(identity, { request: "method.request", own: "" });
  return {
    type: "apiKey",
    name: isToken ? (identity.Header ?? "Authorization") : "Unused",
    in: "header",
    "x-amazon-apigateway-authtype": "custom",
    "x-amazon-apigateway-authorizer": {
      type: isToken ? "token" : "request",
      authorizerUri: invocationUri(authorizer.FunctionArn),
      ...(isToken || sources.length === 0 ? {} : { identitySource: sources.join(", ") }),
      ...(identity.ValidationExpression === undefined
        ? {}
        : { identityValidationExpression: identity.ValidationExpression }),
      ...(identity.ReauthorizeEvery === undefined
        ? {}
        : { authorizerResultTtlInSeconds: identity.ReauthorizeEvery }),
    },
  };
}
