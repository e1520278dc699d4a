import { csvDelimiters } from "../definition.ts";
import { checkExpressions, checkNumber } from "./check-expressions.ts";
import { checkPaths, checkTemplate } from "./check-paths.ts";
import type { CheckInner } from "./check-state.ts";
import { type Diagnostics, isObject, type Json, type StateCheck } from "./diagnostics.ts";

const forDistributed = [
  "ItemReader",
  "ItemBatcher",
  "ResultWriter",
  "ToleratedFailureCount",
  "ToleratedFailureCountPath",
  "ToleratedFailurePercentage",
  "ToleratedFailurePercentagePath",
  "Label",
];

export function checkMap(check: StateCheck, told: Diagnostics, inner: CheckInner): void {
  const { state, at } = check;
  const field = state.ItemProcessor === undefined ? "Iterator" : "ItemProcessor";
  const processor = state[field];
  if (processor === undefined) return told.fail("Field 'ItemProcessor' is required", at);
  const config = isObject(processor) ? processor.ProcessorConfig : undefined;
  const { Mode: mode = "INLINE", ExecutionType: type } = isObject(config) ? config : {};
  const place = `${at}/${field}/ProcessorConfig`;
  const isDistributed = mode === "DISTRIBUTED";
  if (!isDistributed && mode !== "INLINE")
    told.fail("The Mode has to be INLINE or DISTRIBUTED", `${place}/Mode`);
  if (isDistributed && type !== "STANDARD" && type !== "EXPRESS")
    told.fail("The ExecutionType has to be STANDARD or EXPRESS", `${place}/ExecutionType`);
  inner(processor, `${at}/${field}`, { more: ["ProcessorConfig"], isApart: isDistributed });
  checkNumber(check, "MaxConcurrency", 0, told);
  told.oneOf(state, ["MaxConcurrency", "MaxConcurrencyPath"], at, false);
  if (isDistributed) return checkDistributed(check, told);
  for (const name of forDistributed)
    if (state[name] !== undefined)
      told.fail(`Field '${name}' is only supported for maps whose Mode is DISTRIBUTED`, at);
}

function checkDistributed(check: StateCheck, told: Diagnostics): void {
  const { state, at } = check;
  for (const field of ["ToleratedFailureCount", "ToleratedFailurePercentage"]) {
    checkNumber(check, field, 0, told);
    told.oneOf(state, [field, `${field}Path`], at, false);
  }
  const { Label: label } = state;
  if (
    label !== undefined &&
    !(typeof label === "string" && /^[^\s/:?*<>{}[\]"#%\\^|~`$&,;]{1,40}$/.test(label))
  )
    told.fail(
      "A Label has at most 40 characters, and none that names of executions cannot have",
      `${at}/Label`,
    );
  checkReader(check, told);
  checkBatcher(check, told);
  checkWriter(check, told);
}

const readers = ["getObject", "listObjectsV2"].map((action) => `arn:aws:states:::s3:${action}`);
const inputTypes = ["CSV", "JSON", "JSONL"];

function checkReader(check: StateCheck, told: Diagnostics): void {
  const { ItemReader: reader } = check.state;
  const at = `${check.at}/ItemReader`;
  if (reader === undefined) return;
  if (!isObject(reader)) return told.fail("Expected a JSON object", at);
  refuse(reader, ["Resource", "Parameters", "Arguments", "ReaderConfig"], at, told);
  if (!readers.includes(String(reader.Resource)))
    told.fail(`The Resource has to be one of ${readers.join(", ")}`, `${at}/Resource`);
  checkParameters(reader, at, check, told);
  const { ReaderConfig: config } = reader;
  if (config === undefined) return;
  const place = `${at}/ReaderConfig`;
  if (!isObject(config)) return told.fail("Expected a JSON object", place);
  const known = [
    "InputType",
    "CSVHeaderLocation",
    "CSVHeaders",
    "CSVDelimiter",
    "MaxItems",
    "MaxItemsPath",
  ];
  refuse(config, known, place, told);
  if (config.InputType !== undefined && !inputTypes.includes(String(config.InputType)))
    told.fail(
      `The local engine does not support the InputType ${String(config.InputType)}: it reads ${inputTypes.join(", ")}`,
      `${place}/InputType`,
    );
  const { CSVDelimiter: delimiter, CSVHeaderLocation: location, CSVHeaders: headers } = config;
  if (delimiter !== undefined && !Object.hasOwn(csvDelimiters, String(delimiter)))
    told.fail(
      `The CSVDelimiter has to be one of ${Object.keys(csvDelimiters).join(", ")}`,
      `${place}/CSVDelimiter`,
    );
  if (config.InputType === "CSV" && location !== "FIRST_ROW" && location !== "GIVEN")
    told.fail("The CSVHeaderLocation has to be FIRST_ROW or GIVEN", `${place}/CSVHeaderLocation`);
  if (location === "GIVEN" && !Array.isArray(headers))
    told.fail("Field 'CSVHeaders' is required", place);
  checkFigures(config, ["MaxItems"], place, check, told);
}

function checkBatcher(check: StateCheck, told: Diagnostics): void {
  const { ItemBatcher: batcher } = check.state;
  const at = `${check.at}/ItemBatcher`;
  if (batcher === undefined) return;
  if (!isObject(batcher)) return told.fail("Expected a JSON object", at);
  const figures = ["MaxItemsPerBatch", "MaxInputBytesPerBatch"];
  refuse(batcher, ["BatchInput", ...figures, ...figures.map((name) => `${name}Path`)], at, told);
  if (figures.every((name) => batcher[name] === undefined && batcher[`${name}Path`] === undefined))
    told.fail(`One of ${figures.join(", ")} is required`, at);
  checkFigures(batcher, figures, at, check, told);
  if (check.language === "JSONata")
    checkExpressions(batcher.BatchInput, `${at}/BatchInput`, undefined, told);
  else checkTemplate(batcher.BatchInput, `${at}/BatchInput`, told);
}

function checkWriter(check: StateCheck, told: Diagnostics): void {
  const { ResultWriter: writer } = check.state;
  const at = `${check.at}/ResultWriter`;
  if (writer === undefined) return;
  if (!isObject(writer)) return told.fail("Expected a JSON object", at);
  refuse(writer, ["Resource", "Parameters", "Arguments"], at, told);
  if (writer.Resource !== "arn:aws:states:::s3:putObject")
    told.fail("The Resource has to be arn:aws:states:::s3:putObject", `${at}/Resource`);
  checkParameters(writer, at, check, told);
}

function refuse(given: Json, known: readonly string[], at: string, told: Diagnostics): void {
  for (const field of Object.keys(given))
    if (!known.includes(field)) told.fail(`The local engine does not support ${field} here`, at);
}

function checkParameters(
  given: Json,
  at: string,
  { language }: StateCheck,
  told: Diagnostics,
): void {
  const [own, foreign] =
    language === "JSONata" ? ["Arguments", "Parameters"] : ["Parameters", "Arguments"];
  if (given[foreign] !== undefined) told.fail(`Field '${foreign}' is not supported`, at);
  if (language === "JSONata") checkExpressions(given[own], `${at}/${own}`, undefined, told);
  else checkTemplate(given[own], `${at}/${own}`, told);
}

function checkFigures(
  given: Json,
  fields: readonly string[],
  at: string,
  { language }: StateCheck,
  told: Diagnostics,
): void {
  for (const field of fields) {
    checkNumber({ state: given, at, language }, field, 0, told);
    told.oneOf(given, [field, `${field}Path`], at, false);
    if (language === "JSONata" && given[`${field}Path`] !== undefined)
      told.fail(`Field '${field}Path' is not supported`, at);
  }
  if (language === "JSONPath") checkPaths(given, at, told);
}
