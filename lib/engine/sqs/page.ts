import { invalidParameterValue, queueUrl, type Queue } from "./queue.ts";

/**
 * One page of queue URLs as ListQueues and ListDeadLetterSourceQueues give them: up to 1,000 without a
 * token when no size is asked for, else pages of `MaxResults` with a token.
 */
export function pageOfQueues(
  queues: readonly Queue[],
  input: { NextToken?: string; MaxResults?: number },
  endpoint: string,
): { urls: string[]; NextToken?: string } {
  const { NextToken, MaxResults } = input;
  if (MaxResults !== undefined && (MaxResults < 1 || MaxResults > 1000))
    throw invalidParameterValue(
      `Value ${MaxResults} for parameter MaxResults is invalid. Reason: Must be between 1 and 1000, if provided.`,
    );
  if (NextToken !== undefined && MaxResults === undefined)
    throw invalidParameterValue(
      "MaxResults is a mandatory parameter when you provide a value for NextToken.",
    );
  const after = NextToken === undefined ? "" : Buffer.from(NextToken, "base64").toString("utf8");
  const rest = queues.filter(({ name }) => name > after);
  const page = rest.slice(0, MaxResults ?? 1000);
  const last = page.at(-1);
  const more = MaxResults !== undefined && rest.length > page.length && last !== undefined;
  return {
    urls: page.map((queue) => queueUrl(endpoint, queue)),
    NextToken: more ? Buffer.from(last.name).toString("base64") : undefined,
  };
}
