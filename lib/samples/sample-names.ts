/** The folders under samples/, in the order they are installed: a queue's worker before who sends to it. */
export const sampleNames = [
  "hello",
  "orders-worker",
  "orders-api",
  "thumbnails",
  "flaky-payments",
  "slow-import",
  "nightly-report",
] as const;

export type SampleName = (typeof sampleNames)[number];

/** Marks everything that Lambdeck installed by itself. */
export const sampleTags = { "lambdeck:sample": "true" } as const;
