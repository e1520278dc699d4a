import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { DeployError } from "../deploy-error";
import { parameterReference } from "./dynamic-references";
import { expandSam } from "./expand-sam";
import { parseTemplateText } from "./parse-document";
import {
  asList,
  asValues,
  isIntrinsic,
  isValues,
  type Resource,
  type Template,
  type Values,
} from "./template";

export interface TemplateOptions {
  /** Values for the template's Parameters. */
  parameters?: Readonly<Record<string, string>>;
  /** What names begin with; else samconfig.toml's, else the folder's name. */
  stackName?: string;
}

/**
 * Reads a template of CloudFormation or SAM, YAML or JSON, and carries out SAM's transform. Throws DeployError when
 * it is none, or a parameter is missing.
 */
export function readTemplate(file: string, options: TemplateOptions = {}): Template {
  const document = asValues(
    includeFiles(parseTemplateText(readFileSync(file, "utf8"), file), dirname(resolve(file))),
  );
  if (!isValues(document.Resources))
    throw new DeployError(
      `${file} is not a template of SAM or CloudFormation: it has no Resources.`,
    );
  const parameters = readParameters(asValues(document.Parameters), options.parameters ?? {});
  // As in AWS's transform, which names resources by the values of parameters.
  const filled = (value: unknown) => asValues(withParameters(value, parameters));
  const resources = Object.fromEntries(
    Object.entries(filled(document.Resources)).map(([id, value]) => [
      id,
      readResource(id, value, file),
    ]),
  );
  const expansion = expandSam(resources, filled(document.Globals));
  const folder = dirname(resolve(file));
  return {
    file: resolve(file),
    folder,
    stackName: options.stackName ?? stackNameOf(folder),
    parameters,
    mappings: asValues(document.Mappings),
    conditions: asValues(document.Conditions),
    resources: expansion.resources,
    outputs: asValues(document.Outputs),
    notes: [...transformNotes(document.Transform), ...expansion.notes],
  };
}

/** A value with each `Ref` to a parameter as the parameter's value. */
function withParameters(value: unknown, parameters: Values): unknown {
  if (Array.isArray(value)) return value.map((item) => withParameters(item, parameters));
  if (!isValues(value)) return value;
  if (isIntrinsic(value) && typeof value.Ref === "string" && Object.hasOwn(parameters, value.Ref))
    return parameters[value.Ref];
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, withParameters(item, parameters)]),
  );
}

/** Carries out `Fn::Transform` of AWS::Include where it names a local file, as APIs' documents do. */
function includeFiles(value: unknown, folder: string): unknown {
  if (Array.isArray(value)) return value.map((item) => includeFiles(item, folder));
  if (!isValues(value)) return value;
  const { "Fn::Transform": transform, ...others } = value;
  const { Name, Parameters } = asValues(transform);
  const location = asValues(Parameters).Location;
  const included =
    Name === "AWS::Include" && typeof location === "string" && !location.startsWith("s3://")
      ? includeFiles(readIncluded(resolve(folder, location)), folder)
      : transform === undefined
        ? {}
        : { "Fn::Transform": transform };
  return Object.assign(
    Object.fromEntries(
      Object.entries(others).map(([name, item]) => [name, includeFiles(item, folder)]),
    ),
    included,
  );
}

function readIncluded(file: string): Values {
  if (!existsSync(file))
    throw new DeployError(`The template includes ${file}, which is not there.`);
  return parseTemplateText(readFileSync(file, "utf8"), file);
}

function readResource(id: string, value: unknown, file: string): Resource {
  const { Type, Properties, DependsOn, Condition, Metadata } = asValues(value);
  if (typeof Type !== "string") throw new DeployError(`${file}: the resource ${id} has no Type.`);
  return {
    type: Type,
    properties: asValues(Properties),
    dependsOn: asList(DependsOn).map(String),
    ...(typeof Condition === "string" ? { condition: Condition } : {}),
    ...(isValues(Metadata) ? { metadata: Metadata } : {}),
  };
}

const knownTransforms = ["AWS::Serverless-2016-10-31", "AWS::LanguageExtensions"];

function transformNotes(transform: unknown): string[] {
  return asList(transform)
    .map((name) => (isValues(name) ? String(name.Name) : String(name)))
    .filter((name) => !knownTransforms.includes(name))
    .map((name) => `The transform ${name} is not carried out.`);
}

function readParameters(
  declared: Values,
  given: Readonly<Record<string, string>>,
): Record<string, unknown> {
  for (const name of Object.keys(given))
    if (!(name in declared))
      throw new DeployError(
        `The template has no parameter ${name}. It has ${Object.keys(declared).join(", ") || "none"}.`,
      );
  return Object.fromEntries(
    Object.entries(declared).map(([name, value]) => {
      const { Type, Default, AllowedValues } = asValues(value);
      const chosen = given[name] ?? Default;
      if (chosen === undefined)
        throw new DeployError(
          `The parameter ${name} has no default: give it with --parameter ${name}=VALUE.`,
        );
      const allowed = asList(AllowedValues).map(String);
      if (allowed.length > 0 && !allowed.includes(String(chosen)))
        throw new DeployError(`The parameter ${name} must be one of ${allowed.join(", ")}.`);
      const kept = /^AWS::SSM::Parameter::Value<(.*)>$/.exec(String(Type))?.[1];
      if (kept !== undefined)
        return [name, parameterReference(String(chosen), { isList: isListType(kept) })];
      return [name, isListType(Type) ? splitList(chosen) : String(chosen)];
    }),
  );
}

function isListType(type: unknown): boolean {
  return typeof type === "string" && (type === "CommaDelimitedList" || type.startsWith("List<"));
}

function splitList(value: unknown): string[] {
  return String(value)
    .split(",")
    .map((part) => part.trim());
}

/** The name that `sam deploy` uses in this folder, else the folder's own. */
function stackNameOf(folder: string): string {
  const file = join(folder, "samconfig.toml");
  const saved = existsSync(file)
    ? /^\s*stack_name\s*=\s*"([^"]+)"/m.exec(readFileSync(file, "utf8"))?.[1]
    : undefined;
  return saved ?? nameFrom(basename(folder));
}

/** A stack's name can hold letters, digits and hyphens. */
function nameFrom(text: string): string {
  return text.replace(/[^A-Za-z0-9-]+/g, "-").replace(/^-+|-+$/g, "") || "stack";
}
