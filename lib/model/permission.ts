/** Which function a trigger calls, and by which right. */
export interface Called {
  /** Without a qualifier; empty where the service does not tell it. */
  functionArn: string;
  functionName: string;
  /** The version or alias it calls; absent: the function itself ($LATEST). */
  qualifier?: string;
  /**
   * The statement of the function's policy that lets it call. "missing": there is none, so its calls are refused.
   * Absent: it needs none, because it calls by a role, or the policy was not read.
   */
  permission?: Permission | "missing";
}

/** A statement of the resource policy: the right to call, no proof that somebody does. */
export interface Permission {
  statementId: string;
  principal: string;
  action: string;
  /** Of several: with commas between. */
  sourceArn?: string;
  sourceAccount?: string;
  /** Conditions that are more than where the call comes from, by their names as AWS writes them. */
  conditions?: Record<string, string>;
  /** It lets callers of the function's URL in, nobody else. */
  isForUrl?: true;
  qualifier?: string;
}

/** Whether a statement lets a service call a function (or its version or alias) for a source. */
export function permits(
  { principal, action, sourceArn, isForUrl, qualifier }: Permission,
  asked: { service: string; sourceArn: string; qualifier: string | undefined },
): boolean {
  return (
    !isForUrl &&
    qualifier === asked.qualifier &&
    isPrincipal(principal, asked.service) &&
    /(^|[\s,])(\*|lambda:(\*|Invoke\*|InvokeFunction))(,|$)/.test(action) &&
    (sourceArn === undefined ||
      sourceArn.split(", ").some((pattern) => arnsMeet(pattern, asked.sourceArn)))
  );
}

/** `logs.eu-west-1.amazonaws.com` is `logs` too. */
function isPrincipal(principal: string, service: string): boolean {
  return principal
    .split(", ")
    .some(
      (one) => one === "*" || new RegExp(`^${service}\\.([a-z0-9-]+\\.)?amazonaws\\.`).test(one),
    );
}

/** Whether two ARNs, either of which may hold wildcards, can mean the same thing. */
export function arnsMeet(one: string, other: string): boolean {
  return one === other || arnLike(one, other) || arnLike(other, one);
}

/** IAM's ArnLike: `*` and `?` in each of the six parts, none of which reaches over a colon but the last. */
function arnLike(pattern: string, arn: string): boolean {
  if (pattern === "*") return true;
  const wanted = partsOf(pattern);
  const given = partsOf(arn);
  return (
    wanted.length === given.length && wanted.every((part, index) => fits(part, given[index] ?? ""))
  );
}

function partsOf(arn: string): string[] {
  const parts = arn.split(":");
  return [...parts.slice(0, 5), parts.slice(5).join(":")];
}

/** Goes back to the last star only, so that no pattern takes long. */
function fits(pattern: string, text: string): boolean {
  let at = 0;
  let starAt = -1;
  let resumeAt = 0;
  for (let index = 0; index < text.length;) {
    if (pattern[at] === "*") {
      starAt = at;
      at += 1;
      resumeAt = index;
    } else if (at < pattern.length && (pattern[at] === "?" || pattern[at] === text[index])) {
      at += 1;
      index += 1;
    } else if (starAt >= 0) {
      at = starAt + 1;
      resumeAt += 1;
      index = resumeAt;
    } else return false;
  }
  return /^\**$/.test(pattern.slice(at));
}
