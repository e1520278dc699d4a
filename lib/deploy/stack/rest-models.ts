import type { ApiRoute, Expansion } from "./expansion";
import { asValues, isValues, type Values } from "./template";

/** The validators that SAM gives an API, by what they check. */
const validators = {
  "body-only": { validateRequestBody: true, validateRequestParameters: false },
  "params-only": { validateRequestBody: false, validateRequestParameters: true },
  "body-and-params": { validateRequestBody: true, validateRequestParameters: true },
} as const;

/** An API's models and validators as parts of its document. */
export function modelsOf(models: unknown, document: Values, routes: readonly ApiRoute[]): Values {
  const validates = routes.some(({ properties }) => validatorOf(properties) !== undefined);
  const checks = validates
    ? {
        "x-amazon-apigateway-request-validators": {
          ...validators,
          ...asValues(document["x-amazon-apigateway-request-validators"]),
        },
      }
    : {};
  if (!isValues(models)) return checks;
  const components = asValues(document.components);
  return document.openapi === undefined
    ? { ...checks, definitions: { ...models, ...asValues(document.definitions) } }
    : {
        ...checks,
        components: { ...components, schemas: { ...models, ...asValues(components.schemas) } },
      };
}

function validatorOf({ RequestModel }: Values): keyof typeof validators | undefined {
  const { ValidateBody, ValidateParameters } = asValues(RequestModel);
  if (ValidateBody === true) return ValidateParameters === true ? "body-and-params" : "body-only";
  return ValidateParameters === true ? "params-only" : undefined;
}

/** What a route's `RequestModel` adds to its operation; `parameters` are those that it has besides. */
export function requestModelOf(
  { target, name, properties }: ApiRoute,
  { document, models, parameters }: { document: Values; models: unknown; parameters: Values[] },
  expansion: Expansion,
): Values {
  const { RequestModel } = properties;
  const own = parameters.length > 0 ? { parameters } : {};
  if (RequestModel === undefined) return own;
  const { Model, Required } = asValues(RequestModel);
  const model = String(Model);
  const given = { ...asValues(document.definitions), ...asValues(models) };
  const schemas = asValues(asValues(document.components).schemas);
  if (given[model] === undefined && schemas[model] === undefined) {
    expansion.notes.push(
      `${target.id}.Events.${name}.RequestModel: the API has no model ${model}; bodies are not checked.`,
    );
    return own;
  }
  const validator = validatorOf(properties);
  const check = validator ? { "x-amazon-apigateway-request-validator": validator } : {};
  const required = Required === undefined ? {} : { required: Required };
  if (document.openapi !== undefined)
    return {
      ...own,
      ...check,
      requestBody: {
        content: { "application/json": { schema: { $ref: `#/components/schemas/${model}` } } },
        ...required,
      },
    };
  const body = {
    in: "body",
    name: model.toLowerCase(),
    schema: { $ref: `#/definitions/${model}` },
    ...required,
  };
  return { ...check, parameters: [...parameters, body] };
}
