/**
 * Why SQS takes no queue of this name: "a queue name can have up to 80 characters", and the suffix of a FIFO queue
 * counts towards them (CreateQueue in the SQS API Reference).
 */
export function queueNameProblem(name: string): string | undefined {
  return name.length <= 80 && /^[a-zA-Z0-9_-]+(\.fifo)?$/.test(name)
    ? undefined
    : "A queue's name has 1 to 80 letters, digits, dashes or underscores, and may end in .fifo.";
}
