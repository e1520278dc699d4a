import { invalidParameter, notFound } from "./errors.ts";

export const regionPattern = "(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}";

const functionReference = new RegExp(
  `^(?:arn:aws[a-zA-Z-]*:lambda:(?<arnRegion>${regionPattern}):(?<arnAccount>\\d{12}):|` +
    `(?:(?<region>${regionPattern}):)?(?:(?<account>\\d{12}):)?)(?:function:)?` +
    `(?<name>[a-zA-Z0-9-_.]+)(?::(?<qualifier>\\$LATEST(?:\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?$`,
);

export interface FunctionReference {
  name: string;
  /** From the name or the Qualifier parameter; undefined when neither gave one. */
  qualifier: string | undefined;
}

/**
 * Reads a FunctionName parameter: a name, a partial ARN or a full one, each possibly with a qualifier,
 * beside the Qualifier parameter. The region and account must be the caller's.
 */
export function parseFunctionReference(
  functionName: string,
  qualifier: string | undefined,
  caller: { region: string; accountId: string },
): FunctionReference {
  const groups = functionReference.exec(functionName)?.groups;
  if (!groups?.name) throw invalidParameter(`Invalid function name: ${functionName}`);
  const region = groups.arnRegion ?? groups.region;
  if (region && region !== caller.region)
    throw notFound(
      `Functions from '${region}' are not reachable in this region ('${caller.region}')`,
    );
  const account = groups.arnAccount ?? groups.account;
  if (account && account !== caller.accountId)
    throw notFound(`The local engine has no account ${account}; it is ${caller.accountId}.`);
  if (groups.qualifier && qualifier && groups.qualifier !== qualifier)
    throw invalidParameter(
      "The derived qualifier from the function name does not match the specified qualifier.",
    );
  return { name: groups.name, qualifier: groups.qualifier ?? qualifier };
}

/** The ARN of a function, or of one of its versions or aliases. */
export function functionArn(
  region: string,
  accountId: string,
  name: string,
  qualifier?: string,
): string {
  const arn = `arn:aws:lambda:${region}:${accountId}:function:${name}`;
  return qualifier === undefined ? arn : `${arn}:${qualifier}`;
}

/** Whether a qualifier is a published version's number; otherwise it is $LATEST or an alias. */
export function isVersionNumber(qualifier: string): boolean {
  return /^\d+$/.test(qualifier);
}
