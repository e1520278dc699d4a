import type { ParametersFilter, ParameterStringFilter } from "@aws-sdk/client-ssm";
import { ServiceError } from "../http/service.ts";
import { newest, type Parameter, type ParameterVersion } from "./parameter.ts";

type Test = (parameter: Parameter, version: ParameterVersion) => boolean;

/** What each key may be compared by; the first is meant where none is given. */
const optionsOf: Readonly<Record<string, readonly string[]>> = {
  Name: ["Equals", "BeginsWith", "Contains"],
  Path: ["OneLevel", "Recursive"],
  Type: ["Equals", "BeginsWith"],
  KeyId: ["Equals", "BeginsWith"],
  Tier: ["Equals"],
  Label: ["Equals"],
  DataType: ["Equals", "BeginsWith"],
};

/**
 * Filters of DescribeParameters and GetParametersByPath; all have to match. `versionOf` gives the version
 * that is meant: the newest, or the one with the label that is asked for. Throws InvalidFilterKey,
 * InvalidFilterOption or InvalidFilterValue. Source: API reference, ParameterStringFilter.
 */
export function filterOf(
  filters: readonly ParameterStringFilter[] = [],
  keys: readonly string[] = Object.keys(optionsOf),
) {
  const label = filters.find(({ Key }) => Key === "Label")?.Values;
  const tests = filters.map((filter) => testOf(filter, keys));
  return {
    versionOf(parameter: Parameter): ParameterVersion | undefined {
      const version = label
        ? parameter.versions.find(({ labels }) => labels.some((one) => label.includes(one)))
        : newest(parameter);
      return version && tests.every((test) => test(parameter, version)) ? version : undefined;
    },
  };
}

/** The older form of filters, which compares the beginning of names and the whole of other values. */
export function readLegacyFilters(filters: readonly ParametersFilter[]): ParameterStringFilter[] {
  return filters.map(({ Key, Values }) => ({
    Key,
    Values,
    Option: Key === "Name" ? "BeginsWith" : "Equals",
  }));
}

function testOf(
  { Key: key = "", Option, Values: values }: ParameterStringFilter,
  keys: readonly string[],
): Test {
  if (key.startsWith("tag:") && keys.includes("Name")) {
    const tag = key.slice(4);
    return ({ tags }) => tag in tags && (values === undefined || values.includes(tags[tag] ?? ""));
  }
  const options = optionsOf[key];
  if (!options || !keys.includes(key))
    throw new ServiceError(
      "InvalidFilterKey",
      `The following filter key is not valid: ${key}. Valid filter keys include: [${keys.join(", ")}].`,
      400,
    );
  const option = Option ?? options[0] ?? "";
  if (!options.includes(option))
    throw new ServiceError(
      "InvalidFilterOption",
      `The following filter option is not valid: ${option}. Valid options include: [${options.join(", ")}].`,
      400,
    );
  if (!values?.length)
    throw new ServiceError(
      "InvalidFilterValue",
      `The following filter values are missing : null for filter key ${key}`,
      400,
    );
  if (key === "Label") return () => true;
  if (key === "Path") return ({ name }) => values.some((path) => isBelow(name, path, option));
  return (parameter, version) => {
    const actual = valueOf(key, parameter, version);
    return values.some((value) => compares(actual, value, option));
  };
}

function valueOf(key: string, { name }: Parameter, version: ParameterVersion): string {
  if (key === "Name") return name.replace(/^\/(?=[^/]*$)/, "");
  if (key === "Type") return version.type;
  if (key === "Tier") return version.tier;
  if (key === "DataType") return version.dataType;
  return version.keyId ?? "";
}

function compares(actual: string, value: string, option: string): boolean {
  if (option === "BeginsWith") return actual.startsWith(value) || `/${actual}`.startsWith(value);
  if (option === "Contains") return actual.includes(value);
  return actual === value || `/${actual}` === value;
}

function isBelow(name: string, path: string, option: string): boolean {
  const below = path.endsWith("/") ? path : `${path}/`;
  const full = name.startsWith("/") ? name : `/${name}`;
  if (!full.startsWith(below)) return false;
  return option === "Recursive" || !full.includes("/", below.length);
}
