import { AddPermissionCommand, ResourceConflictException } from "@aws-sdk/client-lambda";
import type { SampleClients } from "./sample-clients";

/** Lets a source call a sample; an installation that was interrupted may have done it already. */
export async function allowSource(
  { lambda }: SampleClients,
  FunctionName: string,
  { service, arn, accountId }: { service: string; arn: string | undefined; accountId?: string },
): Promise<void> {
  try {
    await lambda.send(
      new AddPermissionCommand({
        FunctionName,
        StatementId: `lambdeck-sample-${service}`,
        Action: "lambda:InvokeFunction",
        Principal: `${service}.amazonaws.com`,
        SourceArn: arn,
        SourceAccount: accountId,
      }),
    );
  } catch (error) {
    if (!(error instanceof ResourceConflictException)) throw error;
  }
}
