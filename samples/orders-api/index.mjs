// An HTTP API. API Gateway and function URLs turn a request into an event ("payload format 2.0") and the returned
// object back into a response. This file does the routing; catalogue.mjs knows the goods, read-order.mjs the rules.
import { randomUUID } from "node:crypto";
// The AWS SDK is part of Lambda's Node.js runtimes: it need not be in your zip.
import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { catalogue } from "./catalogue.mjs";
import { readOrder } from "./read-order.mjs";

// Made once for each environment and used by all its calls: connections stay open between them.
const sqs = new SQSClient({});
let queueUrl;

const routes = {
  "GET /health": () => respond(200, { status: "ok" }),
  "GET /catalogue": getCatalogue,
  "POST /orders": postOrder,
};

export async function handler(event) {
  const { method } = event.requestContext.http;
  const path = event.rawPath.replace(/\/$/, "") || "/";
  const route = routes[`${method} ${path}`];
  if (route) return route(event);
  // A known path with the wrong method deserves another answer than an unknown path.
  const methods = Object.keys(routes)
    .filter((key) => key.endsWith(` ${path}`))
    .map((key) => key.split(" ")[0]);
  return methods.length > 0
    ? respond(
        405,
        { message: `${path} takes ${methods.join(", ")}` },
        { allow: methods.join(", ") },
      )
    : respond(404, { message: `There is nothing at ${path}` });
}

function getCatalogue(event) {
  const limit = Number(event.queryStringParameters?.maxPriceCents ?? Infinity);
  if (Number.isNaN(limit)) return respond(400, { message: "maxPriceCents must be a number" });
  return respond(200, { items: catalogue.filter(({ priceCents }) => priceCents <= limit) });
}

async function postOrder(event) {
  const text = event.isBase64Encoded
    ? Buffer.from(event.body ?? "", "base64").toString("utf8")
    : (event.body ?? "");
  const { order, problems } = readOrder(text);
  if (problems) return respond(400, { message: "The order is not valid", problems });

  const placed = { id: randomUUID(), ...order };
  // The slow part happens later, in orders-worker: the customer need not wait for it.
  queueUrl ??= (await sqs.send(new GetQueueUrlCommand({ QueueName: process.env.ORDERS_QUEUE })))
    .QueueUrl;
  await sqs.send(
    new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(placed) }),
  );
  console.log(JSON.stringify({ order: placed.id, totalCents: placed.totalCents }));
  return respond(202, placed, { location: `/orders/${placed.id}` });
}

function respond(statusCode, body, headers = {}) {
  return {
    statusCode,
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  };
}
