import type { Service } from "../http/service.ts";
import { snsConstraints } from "./constraints.ts";
import type { FanOut } from "./fan-out.ts";
import { permissionOperations } from "./operations/permissions.ts";
import { publishOperations } from "./operations/publish.ts";
import { subscriptionOperations } from "./operations/subscriptions.ts";
import { topicOperations } from "./operations/topics.ts";
import type { Publisher } from "./publisher.ts";
import type { TopicStore } from "./topic-store.ts";

/** Amazon SNS: topics, who subscribed to them, and what is published. */
export function createSnsService(deps: {
  store: TopicStore;
  publisher: Publisher;
  fanOut: FanOut;
}): Service {
  const { store } = deps;
  return {
    id: "sns",
    signingName: "sns",
    schemas: () => import("@aws-sdk/client-sns"),
    protocols: ["awsQuery"],
    queryVersion: "2010-03-31",
    xmlNamespace: "http://sns.amazonaws.com/doc/2010-03-31/",
    constraints: snsConstraints,
    validationErrorCode: "ValidationError",
    differences: [
      "Messages reach functions, queues and HTTP addresses of this machine. Subscriptions by e-mail stay pending; those by text message are kept and get nothing, which the engine's log says.",
      "A queue that has no policy at all takes the messages of topics; one that has a policy takes what that allows.",
      "Signatures have the look of AWS's and cannot be verified: there is no certificate.",
      "Topics keep no messages for replay.",
    ],
    operations: {
      ...topicOperations(store),
      ...subscriptionOperations(deps),
      ...publishOperations(deps),
      ...permissionOperations(store),
    },
    others: "there are no devices, no text messages and no data protection",
  };
}
