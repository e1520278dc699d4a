import type * as api from "@aws-sdk/client-ssm";
import { pageOf } from "../../http/page-of.ts";
import { type CallContext, ServiceError } from "../../http/service.ts";
import { validation } from "../errors.ts";
import { filterOf, readLegacyFilters } from "../parameter-filters.ts";
import { arnOf, describeVersion, newest, shownValue } from "../parameter.ts";
import type { FoundVersion, ParameterStore } from "../parameter-store.ts";

const pathRule =
  'The parameter doesn\'t meet the parameter name requirements. The parameter name must begin with a forward slash "/". It can\'t be prefixed with "aws" or "ssm" (case-insensitive). It must use only letters, numbers, or the following symbols: . (period), - (hyphen), _ (underscore). Special characters are not allowed. All sub-paths, if specified, must use the forward slash symbol "/". Valid example: /get/parameters2-/by1./path0_.';

const invalidToken = () =>
  new ServiceError("InvalidNextToken", "The specified token isn't valid.", 400);

/** A page as this service asks for and answers it. */
function paged<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  { MaxResults, NextToken }: { MaxResults?: number | undefined; NextToken?: string | undefined },
  most: number,
) {
  const page = pageOf(items, keyOf, { token: NextToken, size: MaxResults ?? most, invalidToken });
  return {
    items: page.items,
    ...(page.nextToken !== undefined && { NextToken: page.nextToken }),
  };
}

/** Reading values, by name or by path, and what is known about them. */
export function readOperations(store: ParameterStore) {
  const shown = (
    { parameter, version, selector }: FoundVersion,
    decrypt: boolean | undefined,
    context: CallContext,
  ): api.Parameter => ({
    Name: parameter.name,
    Type: version.type,
    Value: shownValue(parameter, version, decrypt),
    Version: version.number,
    ...(selector !== undefined && { Selector: selector }),
    LastModifiedDate: new Date(version.modifiedMs),
    ARN: arnOf(parameter.name, context),
    DataType: version.dataType,
  });

  return {
    GetParameter(input: api.GetParameterRequest, context: CallContext): api.GetParameterResult {
      const found = store.getVersion(context.region, input.Name ?? "");
      return { Parameter: shown(found, input.WithDecryption, context) };
    },

    GetParameters(input: api.GetParametersRequest, context: CallContext): api.GetParametersResult {
      const names = input.Names ?? [];
      const parameters: api.Parameter[] = [];
      const invalid: string[] = [];
      for (const name of new Set(names))
        try {
          const found = store.getVersion(context.region, name);
          parameters.push(shown(found, input.WithDecryption, context));
        } catch (error) {
          if (!(error instanceof ServiceError)) throw error;
          invalid.push(name);
        }
      return { Parameters: parameters, InvalidParameters: invalid };
    },

    GetParametersByPath(
      input: api.GetParametersByPathRequest,
      context: CallContext,
    ): api.GetParametersByPathResult {
      const { Path: path = "", Recursive: recursive = false } = input;
      if (!/^\/[\w./-]*$/.test(path)) throw validation(pathRule);
      const matches = filterOf(input.ParameterFilters, ["Type", "KeyId", "Label"]);
      const below = path.endsWith("/") ? path : `${path}/`;
      const found = store.list(context.region).flatMap((parameter): FoundVersion[] => {
        const { name } = parameter;
        const inside = name.startsWith(below) && (recursive || !name.includes("/", below.length));
        // The root holds what has no slash at all.
        if (!inside && !(path === "/" && !name.includes("/"))) return [];
        const version = matches.versionOf(parameter);
        return version ? [{ parameter, version }] : [];
      });
      const page = paged(found, ({ parameter }) => parameter.name, input, 10);
      const { items, ...rest } = page;
      return { Parameters: items.map((one) => shown(one, input.WithDecryption, context)), ...rest };
    },

    DescribeParameters(
      input: api.DescribeParametersRequest,
      context: CallContext,
    ): api.DescribeParametersResult {
      if (input.Shared) return { Parameters: [] };
      if (input.Filters?.length && input.ParameterFilters?.length)
        throw validation("You can use either Filters or ParameterFilters in a single request.");
      const matches = filterOf(
        input.Filters?.length ? readLegacyFilters(input.Filters) : input.ParameterFilters,
      );
      const found = store.list(context.region).filter((parameter) => matches.versionOf(parameter));
      const { items, ...rest } = paged(found, ({ name }) => name, input, 50);
      return {
        Parameters: items.map((parameter) => ({
          ...describeVersion(parameter, newest(parameter)),
          ARN: arnOf(parameter.name, context),
        })),
        ...rest,
      };
    },

    GetParameterHistory(
      input: api.GetParameterHistoryRequest,
      context: CallContext,
    ): api.GetParameterHistoryResult {
      const parameter = store.get(context.region, input.Name ?? "");
      const { items, ...rest } = paged(
        parameter.versions,
        ({ number }) => String(number),
        input,
        50,
      );
      return {
        Parameters: items.map((version) => ({
          ...describeVersion(parameter, version),
          Value: shownValue(parameter, version, input.WithDecryption),
          Labels: [...version.labels],
        })),
        ...rest,
      };
    },
  };
}
