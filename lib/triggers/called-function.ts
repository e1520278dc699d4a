import type { Called } from "@/lib/model/permission";

/** The function that an ARN names; undefined when it names none. */
export function calledFunction(arn: string | undefined): Called | undefined {
  const [, , service, , , type, functionName, qualifier] = arn?.split(":") ?? [];
  if (service !== "lambda" || type !== "function" || !functionName) return undefined;
  const functionArn = arn!.split(":").slice(0, 7).join(":");
  return { functionArn, functionName, ...(qualifier && { qualifier }) };
}
