import { execFile, execFileSync } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startEngine } from "../../lib/engine/testing/start-engine.ts";

/** Debian's AWS CLI and boto3: older clients, which speak the Query protocol to CloudWatch and SQS. */
const awsCli = findTool("/usr/bin/aws", ["--version"]);
const boto3 = findTool("/usr/bin/python3", ["-c", "import boto3; print(boto3.__version__)"]);
for (const [name, found] of Object.entries({ "AWS CLI": awsCli, boto3 }))
  console.info(
    found ? `${name} found: ${found}` : `${name} is not installed: its tests are skipped`,
  );

let started: Awaited<ReturnType<typeof startEngine>>;
beforeAll(async () => {
  started = await startEngine();
});
afterAll(() => started.stop());

const run = promisify(execFile);
const environment = (): NodeJS.ProcessEnv => ({
  NODE_ENV: "test",
  PATH: "/usr/bin:/bin",
  HOME: started.homeDir,
  AWS_ACCESS_KEY_ID: "test",
  AWS_SECRET_ACCESS_KEY: "test",
  AWS_DEFAULT_REGION: "eu-west-1",
  AWS_EC2_METADATA_DISABLED: "true",
  ENDPOINT: started.endpoint,
});

async function aws(...args: string[]): Promise<unknown> {
  const { stdout } = await run(
    "/usr/bin/aws",
    ["--endpoint-url", started.endpoint, "--output", "json", ...args],
    { env: environment() },
  );
  return stdout === "" ? undefined : JSON.parse(stdout);
}

describe.skipIf(!awsCli)("the AWS CLI", () => {
  test("knows who it is", async () => {
    expect(await aws("sts", "get-caller-identity")).toMatchObject({ Account: "000000000000" });
  });

  test("makes, lists and deletes a role", async () => {
    const policy = '{"Version":"2012-10-17","Statement":[]}';
    await aws("iam", "create-role", "--role-name", "cli", "--assume-role-policy-document", policy);
    expect(await aws("iam", "list-roles")).toMatchObject({
      Roles: [{ RoleName: "cli", AssumeRolePolicyDocument: { Version: "2012-10-17" } }],
    });
    await aws("iam", "delete-role", "--role-name", "cli");
    await expect(aws("iam", "get-role", "--role-name", "cli")).rejects.toThrow(/NoSuchEntity/);
  });

  test("sends to a queue and receives from it", async () => {
    const { QueueUrl } = (await aws("sqs", "create-queue", "--queue-name", "cli")) as {
      QueueUrl: string;
    };
    await aws("sqs", "send-message", "--queue-url", QueueUrl, "--message-body", "a <b> & c");
    expect(await aws("sqs", "receive-message", "--queue-url", QueueUrl)).toMatchObject({
      Messages: [{ Body: "a <b> & c" }],
    });
    expect(
      await aws("sqs", "get-queue-attributes", "--queue-url", QueueUrl, "--attribute-names", "All"),
    ).toMatchObject({ Attributes: { QueueArn: "arn:aws:sqs:eu-west-1:000000000000:cli" } });
  });

  test("lists functions by a path that ends in a slash", async () => {
    expect(await aws("lambda", "list-functions")).toEqual({ Functions: [] });
  });

  test("makes and lists log groups", async () => {
    await aws("logs", "create-log-group", "--log-group-name", "/cli");
    expect(await aws("logs", "describe-log-groups")).toMatchObject({
      logGroups: [{ logGroupName: "/cli" }],
    });
  });

  test("records metrics and reads them", async () => {
    const data = "MetricName=m,Value=2,Dimensions=[{Name=d,Value=v}]";
    await aws("cloudwatch", "put-metric-data", "--namespace", "Cli", "--metric-data", data);
    expect(await aws("cloudwatch", "list-metrics", "--namespace", "Cli")).toMatchObject({
      Metrics: [{ MetricName: "m", Dimensions: [{ Name: "d", Value: "v" }] }],
    });
  });
});

describe.skipIf(!boto3)("boto3", () => {
  test("reads errors by their code, and message attributes with their checksum", async () => {
    const script = `
import boto3, os
client = lambda name: boto3.client(name, endpoint_url=os.environ["ENDPOINT"])
sqs = client("sqs")
try:
    sqs.get_queue_url(QueueName="missing")
except sqs.exceptions.QueueDoesNotExist as error:
    print(error.response["Error"]["Code"])
url = sqs.create_queue(QueueName="boto", Attributes={"VisibilityTimeout": "7"})["QueueUrl"]
sqs.send_message_batch(QueueUrl=url, Entries=[{"Id": "1", "MessageBody": "x", "MessageAttributes": {"k": {"DataType": "Binary", "BinaryValue": b"b"}}}])
message = sqs.receive_message(QueueUrl=url, MessageAttributeNames=["All"])["Messages"][0]
print(message["Body"], message["MessageAttributes"]["k"]["BinaryValue"])
cloudwatch = client("cloudwatch")
cloudwatch.put_metric_data(Namespace="Boto", MetricData=[{"MetricName": "m", "Value": 1.5}])
print([metric["MetricName"] for metric in cloudwatch.list_metrics(Namespace="Boto")["Metrics"]])
functions = client("lambda")
try:
    functions.get_function(FunctionName="missing")
except functions.exceptions.ResourceNotFoundException as error:
    print(error.response["ResponseMetadata"]["HTTPStatusCode"], error.response["Error"]["Message"])
`;
    const { stdout } = await run("/usr/bin/python3", ["-c", script], { env: environment() });
    expect(stdout.trim().split("\n")).toEqual([
      "AWS.SimpleQueueService.NonExistentQueue",
      "x b'b'",
      "['m']",
      "404 Function not found: arn:aws:lambda:eu-west-1:000000000000:function:missing",
    ]);
  });
});

function findTool(command: string, args: string[]): string | undefined {
  try {
    return execFileSync(command, args, {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  } catch {
    return undefined;
  }
}
