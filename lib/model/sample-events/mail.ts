import { asText, followed, place } from "../json-place";
import { choice, json, line, type SampleEvent } from "./sample-event";

const group = "Messages";

export const mailEvents: SampleEvent[] = [
  {
    id: "ses",
    label: "SES receipt",
    group,
    service: "ses",
    event: ({ functionArn }) => ({
      Records: [
        {
          eventSource: "aws:ses",
          eventVersion: "1.0",
          ses: {
            mail: {
              timestamp: "${nowIso}",
              source: "mira@example.com",
              messageId: "o3vrnil0e2ic28trm7dfhrc2v0clambda4nbp0g1",
              destination: ["orders@example.com"],
              headersTruncated: false,
              headers: [{ name: "Subject", value: "Where is my order" }],
              commonHeaders: {
                returnPath: "mira@example.com",
                from: ["Mira <mira@example.com>"],
                date: "Thu, 26 Nov 2026 14:31:58 +0000",
                to: ["orders@example.com"],
                messageId: "<0123456789@example.com>",
                subject: "Where is my order",
              },
            },
            receipt: {
              timestamp: "${nowIso}",
              processingTimeMillis: 574,
              recipients: ["orders@example.com"],
              spamVerdict: { status: "PASS" },
              virusVerdict: { status: "PASS" },
              spfVerdict: { status: "PASS" },
              dkimVerdict: { status: "PASS" },
              dmarcVerdict: { status: "PASS" },
              action: { type: "Lambda", invocationType: "Event", functionArn },
            },
          },
        },
      ],
    }),
    fields: () => {
      const mail = ["Records", 0, "ses", "mail"] as const;
      const receipt = ["Records", 0, "ses", "receipt"] as const;
      const to = json("Recipients", ...receipt, "recipients");
      return [
        line("Sender", ...mail, "source"),
        {
          ...to,
          at: followed(to.at, (after) =>
            place(...mail, "destination").write(after, to.at.read(after) ?? "[]"),
          ),
        },
        {
          ...line("Subject", ...mail, "commonHeaders", "subject"),
          at: followed(place(...mail, "commonHeaders", "subject", asText), (after) =>
            place(...mail, "headers", 0, "value", asText).write(
              after,
              place(...mail, "commonHeaders", "subject", asText).read(after) ?? "",
            ),
          ),
        },
        choice(
          "Spam",
          ["PASS", "FAIL", "GRAY", "PROCESSING_FAILED"],
          ...receipt,
          "spamVerdict",
          "status",
        ),
        choice(
          "Virus",
          ["PASS", "FAIL", "GRAY", "PROCESSING_FAILED"],
          ...receipt,
          "virusVerdict",
          "status",
        ),
      ];
    },
  },
  {
    id: "workmail",
    label: "WorkMail message",
    group,
    service: "workmail",
    event: (target) => ({
      summaryVersion: "2019-07-28",
      envelope: {
        mailFrom: { address: "mira@example.com" },
        recipients: [{ address: "orders@example.com" }],
      },
      sender: { address: "mira@example.com" },
      subject: "Where is my order",
      messageId: "${uuid}",
      invocationId: "${uuid}",
      flowDirection: "INBOUND",
      truncated: false,
      organizationId: `m-${target.accountId}`,
    }),
    fields: () => [
      line("Sender", "sender", "address"),
      line("Recipient", "envelope", "recipients", 0, "address"),
      line("Subject", "subject"),
      choice("Direction", ["INBOUND", "OUTBOUND"], "flowDirection"),
    ],
  },
];
