import type { Permission } from "@/lib/model/permission";

/** The buckets, APIs and log groups that a function's policy names: where to look beside the listings. */
export function namedSources(permissions: readonly Permission[]): {
  buckets: string[];
  apiIds: string[];
  logGroups: string[];
} {
  const arns = permissions.flatMap(({ sourceArn }) => sourceArn?.split(", ") ?? []);
  const named = (pattern: RegExp) => [
    ...new Set(
      arns.flatMap((arn) => pattern.exec(arn)?.[1] ?? []).filter((name) => !/[*?]/.test(name)),
    ),
  ];
  return {
    buckets: named(/^arn:[^:]*:s3:::([^/]+)/),
    apiIds: named(/^arn:[^:]*:execute-api:[^:]*:[^:]*:([^/]+)/),
    logGroups: named(/^arn:[^:]*:logs:[^:]*:[^:]*:log-group:([^:]+)/),
  };
}
