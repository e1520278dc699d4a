/** The folders under samples/, in the order they are installed: a queue's worker before who sends to it. */
export const sampleNames = [
  "hello",
  "orders-worker",
  "orders-api",
  "thumbnails",
  "flaky-payments",
  "slow-import",
  "nightly-report",
  "intake",
  "greeting-api",
  "check-basket",
] as const;

export type SampleName = (typeof sampleNames)[number];
