/** What a resource policy's statement says, as far as it matters here; documents of users may hold anything. */
interface Statement {
  Effect?: unknown;
  Principal?: unknown;
  Action?: unknown;
  Condition?: unknown;
}

/** A call that a service of AWS makes on behalf of one of its resources. */
export interface ServiceCall {
  /** `s3.amazonaws.com` */
  service: string;
  /** `lambda:InvokeFunction` */
  action: string;
  sourceArn: string;
  sourceAccount: string;
}

/**
 * Whether a resource's policy lets a service call it. Conditions on `aws:SourceArn` and `aws:SourceAccount` are
 * checked; a statement with any other condition does not count.
 */
export function allowsService(statements: readonly Statement[], call: ServiceCall): boolean {
  const fitting = statements.filter(
    ({ Principal, Action, Condition }) =>
      names(Principal, "Service", call.service) &&
      listOf(Action).some((action) => like(action, call.action, true)) &&
      holds(Condition, call),
  );
  return (
    fitting.some(({ Effect }) => Effect === "Allow") &&
    !fitting.some(({ Effect }) => Effect === "Deny")
  );
}

/** The statements of a policy's text; none where it cannot be read. */
export function readStatements(policy: string | undefined): Statement[] {
  if (!policy) return [];
  try {
    const { Statement: statements } = JSON.parse(policy) as { Statement?: unknown };
    return (Array.isArray(statements) ? statements : [statements]).filter(isObject);
  } catch {
    return [];
  }
}

function names(principal: unknown, kind: string, service: string): boolean {
  if (principal === "*") return true;
  if (!isObject(principal)) return false;
  return listOf(principal.AWS).includes("*") || listOf(principal[kind]).includes(service);
}

function holds(condition: unknown, { sourceArn, sourceAccount }: ServiceCall): boolean {
  if (condition === undefined) return true;
  if (!isObject(condition)) return false;
  const values: Readonly<Record<string, string>> = {
    "aws:sourcearn": sourceArn,
    "aws:sourceaccount": sourceAccount,
  };
  return Object.entries(condition).every(([operator, rules]) => {
    const match = /^(Arn|String)(Equals|Like)(IgnoreCase)?$/.exec(operator);
    if (!match || !isObject(rules)) return false;
    const wildcards = match[1] === "Arn" || match[2] === "Like";
    return Object.entries(rules).every(([name, wanted]) => {
      const value = values[name.toLowerCase()];
      return (
        value !== undefined &&
        listOf(wanted).some((one) => (wildcards ? like(one, value) : one === value))
      );
    });
  });
}

/** `*` and `?` as IAM has them. */
export function like(pattern: string, text: string, ignoreCase = false): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, ignoreCase ? "is" : "s").test(text);
}

const listOf = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === "string");

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
