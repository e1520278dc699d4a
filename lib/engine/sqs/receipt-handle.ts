import { ServiceError } from "../http/service.ts";

/** What a receipt handle says: which message, received for the how-many-th time in which queue. */
export interface Receipt {
  sequence: number;
  receive: number;
  messageId: string;
  queueArn: string;
}

export function encodeReceiptHandle(receipt: Receipt): string {
  const { sequence, receive, messageId, queueArn } = receipt;
  return Buffer.from(`${sequence} ${receive} ${messageId} ${queueArn}`).toString("base64");
}

/** Throws ReceiptHandleIsInvalid for text that no receive of this queue has returned. */
export function decodeReceiptHandle(handle: string, queueArn: string): Receipt {
  const parts = /^(\d+) (\d+) ([0-9a-f-]{36}) (\S+)$/.exec(
    Buffer.from(handle, "base64").toString("utf8"),
  );
  if (!parts || parts[4] !== queueArn || !parts[3])
    throw new ServiceError(
      "ReceiptHandleIsInvalid",
      `The input receipt handle "${handle}" is not a valid receipt handle.`,
    );
  return { sequence: Number(parts[1]), receive: Number(parts[2]), messageId: parts[3], queueArn };
}
