import type { QueryLanguage } from "../definition.ts";

const flow = ["Next", "End"];
const guards = ["Retry", "Catch"];

interface Fields {
  both: readonly string[];
  JSONPath?: readonly string[];
  JSONata?: readonly string[];
}

const paths = ["InputPath", "OutputPath"];
const results = ["Parameters", "ResultSelector", "ResultPath"];
const exit = ["Output"];

/** The fields of the states, by the language that has them. Source: Developer Guide, "Amazon States Language". */
const fieldsOf: Readonly<Record<string, Fields>> = {
  Task: {
    both: [
      ...flow,
      ...guards,
      "Resource",
      "TimeoutSeconds",
      "HeartbeatSeconds",
      "Credentials",
      "Assign",
    ],
    JSONPath: [...paths, ...results, "TimeoutSecondsPath", "HeartbeatSecondsPath"],
    JSONata: [...exit, "Arguments"],
  },
  Pass: {
    both: [...flow, "Assign"],
    JSONPath: [...paths, "Parameters", "Result", "ResultPath"],
    JSONata: exit,
  },
  Wait: {
    both: [...flow, "Seconds", "Timestamp", "Assign"],
    JSONPath: [...paths, "SecondsPath", "TimestampPath"],
    JSONata: exit,
  },
  Choice: { both: ["Choices", "Default", "Assign"], JSONPath: paths, JSONata: exit },
  Parallel: {
    both: [...flow, ...guards, "Branches", "Assign"],
    JSONPath: [...paths, ...results],
    JSONata: [...exit, "Arguments"],
  },
  Map: {
    both: [
      ...flow,
      ...guards,
      "ItemProcessor",
      "Iterator",
      "ItemSelector",
      "MaxConcurrency",
      "ToleratedFailureCount",
      "ToleratedFailurePercentage",
      "ItemReader",
      "ItemBatcher",
      "ResultWriter",
      "Label",
      "Assign",
    ],
    JSONPath: [
      ...paths,
      ...results,
      "ItemsPath",
      "MaxConcurrencyPath",
      "ToleratedFailureCountPath",
      "ToleratedFailurePercentagePath",
    ],
    JSONata: [...exit, "Items"],
  },
  Succeed: { both: [], JSONPath: paths, JSONata: exit },
  Fail: { both: ["Error", "Cause"], JSONPath: ["ErrorPath", "CausePath"] },
};

const common = ["Type", "Comment", "QueryLanguage"];

/** Fields that AWS knows and the engine does not do; each with its reason. */
const refused: Readonly<Record<string, string>> = {
  Credentials: "roles are not assumed",
};

export const stateTypes: readonly string[] = Object.keys(fieldsOf);

const other = (language: QueryLanguage): QueryLanguage =>
  language === "JSONata" ? "JSONPath" : "JSONata";

/** What is wrong with a field's being there at all; undefined: nothing. */
export function fieldProblem(
  type: string,
  field: string,
  language: QueryLanguage,
): string | undefined {
  const fields = fieldsOf[type];
  if (!fields || common.includes(field)) return undefined;
  if (fields.both.includes(field) || fields[language]?.includes(field)) {
    const reason = Object.hasOwn(refused, field) ? refused[field] : undefined;
    return reason && `The local engine does not support ${field}: ${reason}`;
  }
  return fields[other(language)]?.includes(field)
    ? wrongLanguage(field, language)
    : `Field '${field}' is not supported`;
}

export const wrongLanguage = (field: string, language: QueryLanguage): string =>
  `The QueryLanguage is set to '${language}', but field '${field}' is only supported for the '${other(language)}' QueryLanguage`;

export const hasField = (type: string, field: string): boolean =>
  fieldsOf[type]?.both.includes(field) ?? false;
