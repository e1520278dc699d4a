/** The function a sample event is for; ids and ARNs in the event name it. */
export interface EventTarget {
  functionArn: string;
  functionName: string;
  region: string;
  accountId: string;
  /** A source known to invoke the function, e.g. its queue; samples of that service name it. */
  sourceArn?: string;
}

type SampleGroup =
  | "API and web"
  | "Messages"
  | "Streams"
  | "Storage and schedule"
  | "Operations"
  | "Identity and voice";

/**
 * One template. Its text values may hold `${uuid}`, `${nowMs}`, `${nowIso}` and `${nowSeconds}`,
 * which are filled in when the event is sent.
 */
export interface SampleEvent {
  id: string;
  label: string;
  group: SampleGroup;
  /** The service in an ARN or principal of this source, e.g. `sqs`. */
  service?: string;
  event: (target: EventTarget) => unknown;
}

/** An ARN in the target's region and account; the partition is the function's own. */
export function arn(target: EventTarget, service: string, resource: string): string {
  const partition = target.functionArn.split(":")[1] || "aws";
  return `arn:${partition}:${service}:${target.region}:${target.accountId}:${resource}`;
}

/** The ARN of the function's own source where it is of this service, else a made-up one. */
export function sourceArn(target: EventTarget, service: string, resource: string): string {
  if (target.sourceArn?.split(":")[2] === service) return target.sourceArn;
  return arn(target, service, resource);
}

/** Base64 of text, in the browser and in Node alike. */
export function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
