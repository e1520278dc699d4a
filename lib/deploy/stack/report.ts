/** What becomes, or became, of one resource of a template. */
export interface StackChange {
  /** The resource's name in the template. */
  logicalId: string;
  /** Such as `AWS::Lambda::Function`. */
  type: string;
  /** The name it has in the cloud. */
  name?: string;
  arn?: string;
  /** Where it answers requests: a stage of an API, a function's URL. */
  address?: string;
  /** `skip`: the endpoint does not have it, or it needs something that was skipped. `fail`: it was refused. */
  action: "create" | "update" | "keep" | "skip" | "fail";
  /** What an update changes: "code", "memory", "BatchSize"... */
  changes?: readonly string[];
  /** Why it is skipped or failed. */
  reason?: string;
}

export interface StackReport {
  /** The template's file, or the function's folder. */
  source: string;
  stackName: string;
  /** In the order in which they were made. */
  changes: StackChange[];
  /** The template's Outputs, as far as they can be known. */
  outputs: Record<string, string>;
  /** What was left out on purpose, in sentences. */
  notes: string[];
}
