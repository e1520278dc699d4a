import { createRequire } from "node:module";
import type { ValidateFunction } from "ajv";
import type { RestDeployment } from "../apigateway/rest-api.ts";
import { Patience } from "../patience.ts";
import { bodyFormats } from "./body-formats.ts";
import { describeProblems } from "./body-problems.ts";
import { GatewayFailure } from "./gateway-failure.ts";

type Validators = (model: string) => ValidateFunction;

/** Compiled when the first body comes, once for each deployment. */
const compiled = new WeakMap<RestDeployment, Validators>();

/** A pattern can take years for one body. */
const patience = new Patience(500);

/**
 * What is wrong with a body by a model of the API, in the words of the validator that AWS uses; undefined where
 * nothing is. Throws GatewayFailure for a model that cannot be used.
 */
export function bodyProblems(
  deployment: RestDeployment,
  model: string,
  body: string,
): string | undefined {
  let value: unknown;
  try {
    // No body is an empty object, as it is for templates.
    value = body === "" ? {} : JSON.parse(body);
  } catch {
    return "[the body is not valid JSON]";
  }
  const Ajv = loadAjv();
  try {
    let validators = compiled.get(deployment);
    if (!validators) compiled.set(deployment, (validators = validatorsOf(Ajv, deployment)));
    const validate = validators(model);
    patience.limit(() => void validate(value));
    return validate.errors?.length ? describeProblems(validate.errors) : undefined;
  } catch {
    throw new GatewayFailure("API_CONFIGURATION_ERROR");
  }
}

type AjvClass = typeof import("ajv-draft-04").default;

/** Loaded when the first body comes: the engine starts without it. */
const loadAjv = (): AjvClass =>
  (createRequire(import.meta.url)("ajv-draft-04") as { default: AjvClass }).default;

/** Models name each other by their addresses in API Gateway. */
function validatorsOf(Ajv: AjvClass, { apiId, models }: RestDeployment): Validators {
  const ajv = new Ajv({
    allErrors: true,
    verbose: true,
    strict: false,
    validateSchema: false,
    logger: false,
    formats: bodyFormats,
  });
  const addressOf = (name: string) =>
    `https://apigateway.amazonaws.com/restapis/${apiId}/models/${name}`;
  for (const { name = "", schema = "{}" } of Object.values(models)) {
    const { $schema: _version, id: _id, ...rules } = JSON.parse(schema) as Record<string, unknown>;
    ajv.addSchema({ ...rules, id: addressOf(name) });
  }
  return (name) => {
    const validate = ajv.getSchema(addressOf(name));
    if (!validate) throw new Error(`There is no model ${name}`);
    return validate as ValidateFunction;
  };
}
