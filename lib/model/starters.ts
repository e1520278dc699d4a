/** Code to begin with. */
export interface Starter {
  id: string;
  label: string;
  /** Beginning of the runtimes it runs on. */
  family: "nodejs" | "python";
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
];

/** The starters a runtime can run. */
export function startersFor(runtime: string): Starter[] {
  return starters.filter(({ family }) => runtime.startsWith(family));
}
