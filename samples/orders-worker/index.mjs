// Works off a queue. Lambda polls the queue and calls the function with up to ten messages at once. Messages of a
// successful call are deleted; if the call fails, all of them come back after the visibility time-out.
import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

// One bad message should not make the nine good ones come back. With ReportBatchItemFailures switched on for the
// trigger, the function names the messages that failed, and only those come back. After three tries they go to the
// dead-letter queue, where somebody can look at them.
export async function handler(event) {
  const outcomes = await Promise.allSettled(event.Records.map(processOrder));
  const batchItemFailures = [];
  for (const [index, outcome] of outcomes.entries()) {
    if (outcome.status === "fulfilled") continue;
    const { messageId, attributes } = event.Records[index];
    console.error(
      JSON.stringify({
        messageId,
        attempt: Number(attributes.ApproximateReceiveCount),
        problem: outcome.reason.message,
      }),
    );
    batchItemFailures.push({ itemIdentifier: messageId });
  }
  console.log(JSON.stringify({ messages: event.Records.length, failed: batchItemFailures.length }));
  return { batchItemFailures };
}

// A message may arrive more than once, so the work must be safe to repeat: the invoice number comes from the order,
// and the same order always gets the same number.
async function processOrder(record) {
  const order = JSON.parse(record.body);
  if (!order.customer) throw new Error("The order has no customer");
  const sum = order.lines.reduce((total, line) => total + line.quantity * line.priceCents, 0);
  if (sum !== order.totalCents)
    throw new Error(`The total is ${order.totalCents} but the lines add up to ${sum}`);
  const invoice = createHash("sha256").update(order.id).digest("hex").slice(0, 12);
  // Stands for the payment provider, which takes its time.
  await sleep(40 + order.lines.length * 10);
  console.log(JSON.stringify({ order: order.id, invoice, totalCents: order.totalCents }));
}
