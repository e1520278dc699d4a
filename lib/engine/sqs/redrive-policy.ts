import { invalidParameterValue, type Queue } from "./queue.ts";

/**
 * Checks a RedrivePolicy: valid JSON with a dead-letter queue that exists, has the queue's own type and lets
 * this queue use it, and a maxReceiveCount of 1 to 1,000. Throws InvalidParameterValue in AWS's words.
 */
export function checkRedrivePolicy(
  text: string,
  queue: Pick<Queue, "arn" | "fifo">,
  queueByArn: (arn: string) => Queue | undefined,
): void {
  const refuse = (reason: string) =>
    invalidParameterValue(
      `Value ${text} for parameter RedrivePolicy is invalid. Reason: ${reason}`,
    );
  const policy = parseMap(text);
  if (!policy) throw refuse("Redrive policy is not a valid JSON map.");
  for (const name of ["deadLetterTargetArn", "maxReceiveCount"])
    if (policy[name] === undefined)
      throw refuse(`Redrive policy does not contain mandatory attribute: ${name}.`);
  if (Object.keys(policy).length > 2)
    throw refuse("Only following attributes are allowed: [deadLetterTargetArn, maxReceiveCount].");
  const { deadLetterTargetArn, maxReceiveCount } = policy;
  if (
    typeof deadLetterTargetArn !== "string" ||
    !/^arn:[a-z-]+:sqs:[^:]+:\d{12}:[^:]+$/.test(deadLetterTargetArn)
  )
    throw refuse("Invalid value for deadLetterTargetArn.");
  const count = Number(maxReceiveCount);
  if (!Number.isInteger(count) || count < 1 || count > 1000)
    throw refuse(
      `Invalid value for maxReceiveCount: ${String(maxReceiveCount)}, valid values are from 1 to 1000 both inclusive.`,
    );
  const target = queueByArn(deadLetterTargetArn);
  if (!target) throw refuse("Dead letter target does not exist.");
  if (target.fifo !== queue.fifo)
    throw refuse("Dead-letter queue must be same type of queue as the source.");
  if (!allowsSource(target, queue.arn))
    throw refuse(
      "Dead letter target does not allow this queue as a source: see its RedriveAllowPolicy.",
    );
}

/** Checks a RedriveAllowPolicy: who may use this queue as a dead-letter queue. */
export function checkRedriveAllowPolicy(text: string): void {
  const refuse = (reason: string) =>
    invalidParameterValue(
      `Value ${text} for parameter RedriveAllowPolicy is invalid. Reason: ${reason}`,
    );
  const policy = parseMap(text);
  if (!policy) throw refuse("Redrive allow policy is not a valid JSON map.");
  const { redrivePermission, sourceQueueArns } = policy;
  if (!["allowAll", "denyAll", "byQueue"].includes(String(redrivePermission)))
    throw refuse(
      "Invalid value for redrivePermission, valid values are allowAll, denyAll, byQueue.",
    );
  if (redrivePermission === "byQueue") {
    if (
      !Array.isArray(sourceQueueArns) ||
      sourceQueueArns.length < 1 ||
      sourceQueueArns.length > 10
    )
      throw refuse("byQueue needs 1 to 10 sourceQueueArns.");
  } else if (sourceQueueArns !== undefined)
    throw refuse("sourceQueueArns is only allowed with redrivePermission byQueue.");
}

function allowsSource(target: Queue, sourceArn: string): boolean {
  const policy = parseMap(target.attributes.RedriveAllowPolicy ?? "{}") ?? {};
  if (policy.redrivePermission === "denyAll") return false;
  if (policy.redrivePermission !== "byQueue") return true;
  return Array.isArray(policy.sourceQueueArns) && policy.sourceQueueArns.includes(sourceArn);
}

function parseMap(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
    return value as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
