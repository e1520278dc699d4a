import { allowsService, readStatements } from "../../iam/allows-service.ts";
import { bucketArn } from "../bucket.ts";
import type { NotificationTargets } from "./check-notifications.ts";

/** Whether functions, queues and topics are there and let S3 call them, in the words S3 answers with. */
export function notificationTargets(deps: {
  /** The statements of a function's policy; undefined when there is no such function. */
  functionStatements(functionArn: string): readonly object[] | undefined;
  /** The policy of a queue or topic; undefined when there is none. */
  policyOf(arn: string): string | undefined;
  accountId: string;
}): NotificationTargets {
  const call = (action: string, bucketName: string) => ({
    service: "s3.amazonaws.com",
    action,
    sourceArn: bucketArn(bucketName),
    sourceAccount: deps.accountId,
  });
  return {
    functionRefusal(functionArn, bucketName) {
      const statements = deps.functionStatements(functionArn);
      if (!statements) return "The destination Lambda does not exist";
      return allowsService(statements, call("lambda:InvokeFunction", bucketName))
        ? undefined
        : `Not authorized to invoke function [${functionArn}]`;
    },
    queueRefusal(queueArn, bucketName) {
      const policy = deps.policyOf(queueArn);
      if (policy === undefined) return "The destination queue does not exist";
      return allowsService(readStatements(policy), call("SQS:SendMessage", bucketName))
        ? undefined
        : "Permissions on the destination queue do not allow S3 to publish notifications from this bucket";
    },
    topicRefusal(topicArn, bucketName) {
      const policy = deps.policyOf(topicArn);
      if (policy === undefined) return "The destination topic does not exist";
      return allowsService(readStatements(policy), call("SNS:Publish", bucketName))
        ? undefined
        : "Permissions on the destination topic do not allow S3 to publish notifications from this bucket";
    },
  };
}
