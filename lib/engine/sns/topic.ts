type Values = Readonly<Record<string, string>>;

export interface Topic {
  arn: string;
  region: string;
  accountId: string;
  name: string;
  isFifo: boolean;
  /** Those that were set; AWS's defaults are added when they are asked for. */
  attributes: Values;
  tags: Values;
  deletedSubscriptions: number;
}

export interface Subscription {
  arn: string;
  topicArn: string;
  region: string;
  accountId: string;
  protocol: string;
  endpoint: string;
  /** Those that were set. */
  attributes: Values;
  /** What confirms it; absent once that has happened. */
  token?: string;
  wasAuthenticated: boolean;
  /** Subscriptions are listed as they were made. */
  order: number;
}

export const topicArn = ({
  region,
  accountId,
  name,
}: Pick<Topic, "region" | "accountId" | "name">): string =>
  `arn:aws:sns:${region}:${accountId}:${name}`;

/** What an owner may do with a topic, as its first policy says. */
export const topicActions: readonly string[] = [
  "GetTopicAttributes",
  "SetTopicAttributes",
  "AddPermission",
  "RemovePermission",
  "DeleteTopic",
  "Subscribe",
  "ListSubscriptionsByTopic",
  "Publish",
];

/** Who may do what with a topic as it is made: its own account. */
export function defaultPolicy({ arn, accountId }: Topic): string {
  return JSON.stringify({
    Version: "2008-10-17",
    Id: "__default_policy_ID",
    Statement: [
      {
        Sid: "__default_statement_ID",
        Effect: "Allow",
        Principal: { AWS: "*" },
        Action: topicActions.map((action) => `SNS:${action}`),
        Resource: arn,
        Condition: { StringEquals: { "AWS:SourceOwner": accountId } },
      },
    ],
  });
}
