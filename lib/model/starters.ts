/** Code to begin with. */
export interface Starter {
  id: string;
  label: string;
  /** Beginning of the runtimes it runs on. */
  family: "nodejs" | "python" | "provided";
  handler: string;
  file: string;
  code: string;
}

const starters: readonly Starter[] = [
  {
    id: "node-hello",
    label: "Node.js: answers with what it was sent",
    family: "nodejs",
    handler: "index.handler",
    file: "index.mjs",
    code: `export async function handler(event, context) {
  console.log("Event:", JSON.stringify(event));
  return {
    message: \`Hello from \${context.functionName}\`,
    event,
  };
}
`,
  },
  {
    id: "node-queue",
    label: "Node.js: works on the messages of a queue",
    family: "nodejs",
    handler: "index.handler",
    file: "index.mjs",
    code: `/** Messages that fail are named, so that only they come back to the queue. */
export async function handler(event) {
  const batchItemFailures = [];
  for (const record of event.Records) {
    try {
      await work(JSON.parse(record.body));
    } catch (error) {
      console.error(record.messageId, error);
      batchItemFailures.push({ itemIdentifier: record.messageId });
    }
  }
  return { batchItemFailures };
}

async function work(message) {
  console.log("Message:", message);
}
`,
  },
  {
    id: "node-http",
    label: "Node.js: answers HTTP requests",
    family: "nodejs",
    handler: "index.handler",
    file: "index.mjs",
    code: `/** Called by API Gateway (payload format 2.0) or a function URL. */
export async function handler(event) {
  const { method, path } = event.requestContext.http;
  if (method === "GET" && path === "/health") return answer(200, { status: "ok" });
  return answer(404, { message: \`There is no \${method} \${path}.\` });
}

function answer(statusCode, body) {
  return {
    statusCode,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  };
}
`,
  },
  {
    id: "python-hello",
    label: "Python: answers with what it was sent",
    family: "python",
    handler: "app.handler",
    file: "app.py",
    code: `import json


def handler(event, context):
    print("Event:", json.dumps(event))
    return {"message": f"Hello from {context.function_name}", "event": event}
`,
  },
  {
    id: "python-queue",
    label: "Python: works on the messages of a queue",
    family: "python",
    handler: "app.handler",
    file: "app.py",
    code: `import json
import traceback


def handler(event, context):
    """Messages that fail are named, so that only they come back to the queue."""
    failures = []
    for record in event["Records"]:
        try:
            work(json.loads(record["body"]))
        except Exception:
            traceback.print_exc()
            failures.append({"itemIdentifier": record["messageId"]})
    return {"batchItemFailures": failures}


def work(message):
    print("Message:", message)
`,
  },
  {
    id: "shell-hello",
    label: "Shell: a runtime of its own",
    family: "provided",
    handler: "bootstrap",
    file: "bootstrap",
    code: `#!/bin/sh
# Asks for the next event, answers with what it was sent, and asks again.
set -eu
api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation"
headers=$(mktemp)
while true; do
  event=$(curl -sS -D "$headers" "$api/next")
  id=$(tr -d '\\r' < "$headers" | tr A-Z a-z | sed -n 's/^lambda-runtime-aws-request-id: *//p')
  echo "Event: $event"
  curl -sS -o /dev/null -d "{\\"event\\": $event}" "$api/$id/response"
done
`,
  },
];

/** The starters a runtime can run. */
export function startersFor(runtime: string): Starter[] {
  return starters.filter(({ family }) => runtime.startsWith(family));
}
