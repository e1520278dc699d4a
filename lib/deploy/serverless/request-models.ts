import { asValues, isValues, type Values } from "../stack/template";
import { pascal } from "./words";

/**
 * The model of an `http` event's `request.schemas`, in SAM's words; the schema goes among the API's `models`. What is
 * for another media type than JSON's is told.
 */
export function requestModel(
  request: Values,
  {
    models,
    path,
    method,
    provided,
  }: { models: Values; path: string; method: string; provided: Values },
  note: (what: string) => void,
): Values {
  const schemas = asValues(request.schemas ?? request.schema);
  for (const type of Object.keys(schemas))
    if (type !== "application/json") note(`request.schemas.${type} is not carried over`);
  const given = schemas["application/json"];
  if (given === undefined) return {};
  const shared = typeof given === "string" ? asValues(provided[given]) : undefined;
  const own = shared ?? (isValues(given) ? given : {});
  const schema = isValues(own.schema) ? own.schema : own;
  const name = pascal(
    String(
      shared
        ? (own.name ?? given)
        : isValues(own.schema) && own.name !== undefined
          ? own.name
          : `${method} ${path} Model`,
    ),
  );
  models[name] = schema;
  return { RequestModel: { Model: name, ValidateBody: true, ValidateParameters: true } };
}
