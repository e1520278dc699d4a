import { describe, expect, it } from "vitest";
import type { Caller, Mapping, Trigger } from "./trigger";
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

  it("names dead letters that are kept no longer than the queue keeps its messages", () => {
    const days = (count: number) => count * 86_400;
    const kept = (retentionSeconds: number) => ({
      ...mapping,
      queue: {
        ...mapping.queue!,
        retentionSeconds: days(4),
        deadLetterQueue: { retentionSeconds },
      },
    });
    const [check] = triggerWarnings(kept(days(4)), { timeoutSeconds: 30 });
    expect(check).toMatchObject({
      text: expect.stringContaining("keeps messages for 4 days"),
      fix: { change: "queue-time", time: "retentionSeconds", seconds: days(14) },
    });
    expect(texts(kept(days(14)), { timeoutSeconds: 30 })).toEqual([]);
  });

  it("names a window that a FIFO queue does not take", () => {
    const fifo = {
      ...mapping,
      eventSourceArn: `${mapping.eventSourceArn}.fifo`,
      maximumBatchingWindowSeconds: 5,
      queue: { ...mapping.queue!, visibilityTimeoutSeconds: 600 },
    };
    expect(triggerWarnings(fifo, { timeoutSeconds: 30 })).toMatchObject([
      { fix: { edit: { maximumBatchingWindowSeconds: 0 } } },
    ]);
  });

  it("advises what would put it right", () => {
    const limited = { ...mapping, maximumConcurrency: 20 };
    const func = { timeoutSeconds: 60, reservedConcurrency: 12, othersMaximum: 4 };
    const fixes = triggerWarnings(
      { ...limited, queue: { ...mapping.queue!, deadLetterQueueArn: undefined } },
      { ...func, provisioned: ["live"] },
    ).map(({ fix }) => fix);
    expect(fixes).toMatchObject([
      { change: "queue-time", time: "visibilityTimeoutSeconds", before: 180, seconds: 360 },
      { change: "dead-letter-queue", name: "orders-dlq" },
      { change: "mapping", edit: { maximumConcurrency: 8 } },
      { change: "mapping", edit: { qualifier: "live" } },
    ]);
  });

  it("says what agrees as well", () => {
    const limited = { ...mapping, maximumConcurrency: 8 };
    const checks = triggerChecks(limited, { timeoutSeconds: 30, reservedConcurrency: 10 });
    expect(checks.map(({ verdict }) => verdict)).toEqual(Array(4).fill("passed"));
  });
});

const called = {
  functionArn: "arn:aws:lambda:us-east-1:000000000000:function:f",
  functionName: "f",
};
const func = { timeoutSeconds: 3 };

describe("of a stream", () => {
  const stream: Mapping = {
    ...mapping,
    queue: undefined,
    eventSourceArn: "arn:aws:kinesis:us-east-1:000000000000:stream/clicks",
    reportsBatchItemFailures: false,
  };
  it("names endless retries, a missing destination and batches that fail as a whole", () => {
    const warnings = triggerWarnings(stream, func);
    expect(warnings.map(({ text }) => text)).toEqual([
      expect.stringContaining("blocks its shard"),
      expect.stringContaining("no on-failure destination"),
      expect.stringContaining("batch of up to 10"),
    ]);
    expect(warnings.map(({ fix }) => fix?.change)).toEqual(["mapping", "failure-queue", "mapping"]);
  });
  it("is silent when a batch is given up and told", () => {
    const kept = {
      ...stream,
      maximumRetryAttempts: 3,
      bisectsBatchOnError: true,
      onFailureArn: "arn:aws:sqs:us-east-1:000000000000:failed",
    };
    expect(texts(kept, func)).toEqual([]);
  });
});

describe("of what pushes", () => {
  const bucket: Trigger = {
    kind: "bucket",
    ...called,
    bucket: "uploads",
    id: "n",
    events: ["s3:ObjectCreated:*"],
    permission: "missing",
  };
  it("names a missing permission, with the one to add", () => {
    expect(triggerWarnings(bucket, func)).toMatchObject([
      {
        verdict: "refused",
        fix: {
          change: "add-permission",
          permission: {
            service: "s3",
            sourceArn: "arn:aws:s3:::uploads",
            sourceAccount: "000000000000",
          },
        },
      },
    ]);
  });
  it("opens a URL to everybody by both statements, or by the one that is not there", () => {
    const url: Trigger = {
      kind: "url",
      ...called,
      url: "https://u.example/",
      authType: "NONE",
      streams: false,
      permission: "missing",
      qualifier: "live",
    };
    const both = ["lambda:InvokeFunctionUrl", "lambda:InvokeFunction"];
    expect(triggerWarnings(url, func)).toMatchObject([
      { verdict: "refused", fix: { change: "url-permissions", qualifier: "live", missing: both } },
    ]);
    const permission = {
      statementId: "s",
      principal: "*",
      action: both[0]!,
      isForUrl: true as const,
    };
    expect(triggerWarnings({ ...url, permission }, func)).toEqual([]);
    expect(triggerWarnings({ ...url, permission, lacksInvoke: true }, func)).toMatchObject([
      { verdict: "look", fix: { missing: [both[1]] } },
    ]);
  });
  it("says nothing of a policy that was not read", () => {
    expect(triggerWarnings({ ...bucket, permission: undefined }, func)).toEqual([]);
  });
  it("names events that nothing keeps", () => {
    const open: Trigger = { ...bucket, permission: undefined };
    const failure = { on: "failure" as const, arn: "arn:aws:sqs:r:1:f", from: [] };
    expect(triggerWarnings(open, { ...func, destinations: [] })).toMatchObject([
      {
        text: expect.stringContaining("is lost") as string,
        fix: { change: "failure-destination", name: "f-failed" },
      },
    ]);
    const alias = { ...open, qualifier: "live" };
    expect(triggerWarnings(alias, { ...func, destinations: [failure] })).toMatchObject([
      { fix: { qualifier: "live", name: "f-live-failed" } },
    ]);
    expect(triggerWarnings(open, { ...func, destinations: [failure] })).toEqual([]);
    expect(
      triggerWarnings(open, { ...func, destinations: [{ ...failure, qualifier: "live" }] }),
    ).toHaveLength(1);
  });
  it("names a variable that leads back to the source", () => {
    const mentions = [{ trigger: "bucket uploads n", variable: "OUTPUT" }];
    const open: Trigger = { ...bucket, permission: undefined };
    expect(triggerWarnings(open, { ...func, mentions })[0]?.text).toContain("OUTPUT");
  });
});

it("names results that come back to where they came from", () => {
  const destinations = [{ on: "success" as const, arn: mapping.eventSourceArn, from: [] }];
  const warnings = triggerWarnings(mapping, { timeoutSeconds: 30, destinations });
  expect(warnings.map(({ text }) => text)).toEqual([expect.stringContaining("without end")]);
  // The queue's own dead-letter queue is another matter.
  const redrive = [{ on: "redrive" as const, arn: mapping.eventSourceArn, from: [] }];
  expect(triggerWarnings(mapping, { timeoutSeconds: 30, destinations: redrive })).toEqual([]);
});

describe("of a statement that nothing explains", () => {
  const caller = (more: Partial<Caller["permission"]>, found: Caller["found"]): Caller => ({
    kind: "caller",
    ...called,
    found,
    permission: {
      statementId: "s",
      principal: "events.amazonaws.com",
      action: "lambda:InvokeFunction",
      ...more,
    },
  });
  it("is left alone where nobody looked, and offered for removal where nothing calls", () => {
    expect(triggerWarnings(caller({}, "not-looked"), func)).toEqual([]);
    expect(triggerWarnings(caller({}, "nothing"), func)).toMatchObject([
      { fix: { change: "remove-permission", statementId: "s" } },
    ]);
  });
  it("is named where it lets everybody in", () => {
    const [check] = triggerWarnings(caller({ principal: "*" }, "not-looked"), func);
    expect(check?.text).toContain("Every AWS account");
    const narrowed = { principal: "*", conditions: { "aws:PrincipalOrgID": "o-1" } };
    expect(triggerWarnings(caller(narrowed, "not-looked"), func)).toEqual([]);
  });
});
