/** How often and when SNS tries an HTTP address again (SNS developer guide, "Message delivery retries"). */
export interface RetryPolicy {
  numRetries: number;
  minDelayTarget: number;
  maxDelayTarget: number;
  numNoDelayRetries: number;
  numMinDelayRetries: number;
  numMaxDelayRetries: number;
  backoffFunction: "linear" | "arithmetic" | "geometric" | "exponential";
}

const defaultRetryPolicy: RetryPolicy = {
  minDelayTarget: 20,
  maxDelayTarget: 20,
  numRetries: 3,
  numMaxDelayRetries: 0,
  numNoDelayRetries: 0,
  numMinDelayRetries: 0,
  backoffFunction: "linear",
};

const defaultContentType = "text/plain; charset=UTF-8";

interface TopicPolicy {
  http?: {
    defaultHealthyRetryPolicy?: Partial<RetryPolicy>;
    disableSubscriptionOverrides?: boolean;
    defaultRequestPolicy?: { headerContentType?: string };
  };
}

interface SubscriptionPolicy {
  healthyRetryPolicy?: Partial<RetryPolicy>;
  requestPolicy?: { headerContentType?: string };
}

/** The policy of a topic with AWS's defaults, as GetTopicAttributes gives it. */
export function effectiveTopicPolicy(text: string | undefined) {
  const { http = {} } = parse<TopicPolicy>(text);
  return {
    http: {
      defaultHealthyRetryPolicy: { ...defaultRetryPolicy, ...http.defaultHealthyRetryPolicy },
      disableSubscriptionOverrides: http.disableSubscriptionOverrides ?? false,
      defaultRequestPolicy: {
        headerContentType: http.defaultRequestPolicy?.headerContentType ?? defaultContentType,
      },
    },
  };
}

/** What holds for one subscription. */
export function effectivePolicy(
  topicText: string | undefined,
  subscriptionText: string | undefined,
) {
  const { http } = effectiveTopicPolicy(topicText);
  const own = http.disableSubscriptionOverrides ? {} : parse<SubscriptionPolicy>(subscriptionText);
  return {
    healthyRetryPolicy: { ...http.defaultHealthyRetryPolicy, ...own.healthyRetryPolicy },
    requestPolicy: { ...http.defaultRequestPolicy, ...own.requestPolicy },
  };
}

/** How long to wait before a retry, counted from one; undefined when there are no more. */
export function retryDelayMs(policy: RetryPolicy, retry: number): number | undefined {
  const { numRetries, minDelayTarget: low, maxDelayTarget: high } = policy;
  const { numNoDelayRetries, numMinDelayRetries, numMaxDelayRetries } = policy;
  if (retry > numRetries) return undefined;
  if (retry <= numNoDelayRetries) return 0;
  if (retry <= numNoDelayRetries + numMinDelayRetries) return low * 1000;
  const first = numNoDelayRetries + numMinDelayRetries;
  const steps = numRetries - first - numMaxDelayRetries;
  if (retry > first + steps) return high * 1000;
  const part = steps <= 1 ? 1 : (retry - first - 1) / (steps - 1);
  return Math.round((low + (high - low) * bend[policy.backoffFunction](part)) * 1000);
}

/** From 0 to 1, ever steeper. */
const bend: Record<RetryPolicy["backoffFunction"], (part: number) => number> = {
  linear: (part) => part,
  arithmetic: (part) => part ** 2,
  geometric: (part) => part ** 3,
  exponential: (part) => (2 ** (part * 10) - 1) / 1023,
};

function parse<Policy>(text: string | undefined): Policy {
  try {
    return (text === undefined ? {} : JSON.parse(text)) as Policy;
  } catch {
    return {} as Policy;
  }
}
