import { describe, expect, it } from "vitest";
import type { Mapping } from "./trigger";
import { triggerChecks, triggerWarnings } from "./trigger-checks";

const mapping: Mapping = {
  kind: "mapping",
  functionArn: "arn:aws:lambda:us-east-1:000000000000:function:f",
  functionName: "f",
  uuid: "u",
  eventSourceArn: "arn:aws:sqs:us-east-1:000000000000:orders",
  state: "Enabled",
  batchSize: 10,
  reportsBatchItemFailures: true,
  filters: [],
  queue: {
    visible: 0,
    inFlight: 0,
    delayed: 0,
    visibilityTimeoutSeconds: 180,
    deadLetterQueueArn: "arn:aws:sqs:us-east-1:000000000000:dead",
    maxReceiveCount: 5,
  },
};
const texts = (...args: Parameters<typeof triggerWarnings>) =>
  triggerWarnings(...args).map(({ text }) => text);

describe("triggerWarnings", () => {
  it("is silent when everything agrees", () => {
    expect(texts(mapping, { timeoutSeconds: 30, reservedConcurrency: null })).toEqual([]);
  });

  it("asks for six times the timeout plus the window", () => {
    const windowed = { ...mapping, maximumBatchingWindowSeconds: 10 };
    expect(texts(windowed, { timeoutSeconds: 30 })[0]).toContain("at least 190 s");
  });

  it("names a maximum concurrency above the reservation", () => {
    const limited = { ...mapping, maximumConcurrency: 20 };
    expect(texts(limited, { timeoutSeconds: 30, reservedConcurrency: 10 })[0]).toContain(
      "may call 20 at a time, the function has reserved 10",
    );
  });

  it("names a stopped function and a reservation below the first five pollers", () => {
    expect(texts(mapping, { timeoutSeconds: 30, reservedConcurrency: 0 })[0]).toContain("stopped");
    expect(texts(mapping, { timeoutSeconds: 30, reservedConcurrency: 3 })[0]).toContain(
      "reserved 3",
    );
  });

  it("names a missing dead-letter queue", () => {
    const bare = { ...mapping, queue: { ...mapping.queue!, deadLetterQueueArn: undefined } };
    expect(texts(bare, { timeoutSeconds: 30 })[0]).toContain("no dead-letter queue");
  });

  it("adds up the mappings of a function", () => {
    const limited = { ...mapping, maximumConcurrency: 8 };
    const func = { timeoutSeconds: 30, reservedConcurrency: 10 };
    expect(texts(limited, func)).toEqual([]);
    expect(texts(limited, { ...func, othersMaximum: 5 })[0]).toContain("up to 13");
  });

  it("names provisioned concurrency that is passed by, and whole batches that come back", () => {
    expect(texts(mapping, { timeoutSeconds: 30, provisioned: ["live"] })[0]).toContain("$LATEST");
    const whole = { ...mapping, reportsBatchItemFailures: false };
    expect(texts(whole, { timeoutSeconds: 30 })[0]).toContain("whole batch of up to 10");
  });

  it("says what agrees as well", () => {
    const limited = { ...mapping, maximumConcurrency: 8 };
    const checks = triggerChecks(limited, { timeoutSeconds: 30, reservedConcurrency: 10 });
    expect(checks.map(({ verdict }) => verdict)).toEqual(Array(4).fill("passed"));
  });
});
