import { isMethod } from "./api-parts";
import { isIntrinsic, isValues, type Values } from "./template";

/** The answer to a browser's question whether it may call: what the transform adds to each path. */
export function preflight(cors: unknown, item: Values): Values {
  const given: Values = isValues(cors) && !isIntrinsic(cors) ? cors : { AllowOrigin: cors };
  const methods = Object.keys(item)
    .filter(isMethod)
    .map((key) => key.toUpperCase());
  const all = methods.some((method) => method.startsWith("X-"))
    ? "DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT"
    : [...methods, "OPTIONS"].sort().join(",");
  const headers: Values = {
    ...(given.AllowHeaders === undefined ? {} : { Headers: given.AllowHeaders }),
    Methods: given.AllowMethods ?? `'${all}'`,
    Origin: given.AllowOrigin ?? "'*'",
    ...(given.AllowCredentials === true ? { Credentials: "'true'" } : {}),
  };
  const named = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [`Access-Control-Allow-${name}`, value]),
  );
  if (given.MaxAge !== undefined) named["Access-Control-Max-Age"] = given.MaxAge;
  return {
    summary: "CORS support",
    consumes: ["application/json"],
    produces: ["application/json"],
    "x-amazon-apigateway-integration": {
      type: "mock",
      requestTemplates: { "application/json": '{\n  "statusCode" : 200\n}\n' },
      responses: {
        default: {
          statusCode: "200",
          responseParameters: Object.fromEntries(
            Object.entries(named).map(([name, value]) => [`method.response.header.${name}`, value]),
          ),
          responseTemplates: { "application/json": "{}\n" },
        },
      },
    },
    responses: {
      "200": {
        description: "Default response for CORS method",
        headers: Object.fromEntries(Object.keys(named).map((name) => [name, { type: "string" }])),
      },
    },
  };
}
