import { allowsService, readStatements } from "../../iam/allows-service.ts";
import { bucketArn } from "../bucket.ts";
import type { NotificationTargets } from "./check-notifications.ts";

/** Whether functions and queues are there and let S3 call them, in the words S3 answers with. */
export function notificationTargets(deps: {
  /** The statements of a function's policy; undefined when there is no such function. */
  functionStatements(functionArn: string): readonly object[] | undefined;
  queue(queueArn: string): { attributes: Readonly<Record<string, string>> } | undefined;
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
      const queue = deps.queue(queueArn);
      if (!queue) return "The destination queue does not exist";
      return allowsService(
        readStatements(queue.attributes.Policy),
        call("SQS:SendMessage", bucketName),
      )
        ? undefined
        : "Permissions on the destination queue do not allow S3 to publish notifications from this bucket";
    },
  };
}
