import { execFile, spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { zipFiles } from "@/lib/engine/testing/zip-files";
import { newFolder, type Program, startProgram } from "./start-program";

// The AWS CLI and boto3 as Debian packages them; machines without them skip these.

const run = promisify(execFile);
const aws = works("/usr/bin/aws", ["--version"]) ? "/usr/bin/aws" : undefined;
const python = works("/usr/bin/python3", ["-c", "import boto3"]) ? "/usr/bin/python3" : undefined;

function works(command: string, args: string[]): boolean {
  return spawnSync(command, args, { stdio: "ignore" }).status === 0;
}

let program: Program;
let folder: string;
let env: NodeJS.ProcessEnv;
beforeAll(async () => {
  if (!aws && !python) return;
  folder = newFolder();
  program = await startProgram({ args: ["--no-demo"] });
  writeFileSync(
    join(folder, "code.zip"),
    zipFiles({
      "app.py":
        "def handler(event, context):\n    print('seen', event['word'])\n    return event['word'].upper()\n",
    }),
  );
  env = {
    ...process.env,
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_DEFAULT_REGION: "us-east-1",
    AWS_CONFIG_FILE: join(folder, "config"),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, "credentials"),
  };
});
afterAll(async () => {
  await program?.stop();
  if (folder) rmSync(folder, { recursive: true });
});

async function expectInDashboard(name: string): Promise<void> {
  const { body } = await program.api<{ functions: { name: string; runtime: string }[] }>(
    "/api/functions",
  );
  expect(body.functions).toContainEqual(
    expect.objectContaining({ name, runtime: "python3.12", memoryMb: 192 }),
  );
}

describe.runIf(aws)("the AWS CLI", () => {
  /** `line` is split at spaces; nothing is quoted. */
  async function cli(line: string): Promise<Record<string, unknown>> {
    const { stdout } = await run(
      aws!,
      ["--endpoint-url", program.engine, "--output", "json", ...line.split(" ")],
      { env },
    );
    return stdout.trim() === "" ? {} : JSON.parse(stdout);
  }

  test("creates, invokes with log tail, reads logs and metrics", async () => {
    await cli(
      "lambda create-function --function-name from-cli --runtime python3.12 --handler app.handler" +
        ` --role arn:aws:iam::000000000000:role/test --zip-file fileb://${folder}/code.zip --memory-size 192`,
    );
    await cli("lambda wait function-active-v2 --function-name from-cli");
    const answer = await cli(
      'lambda invoke --function-name from-cli --payload {"word":"tree"} --log-type Tail' +
        ` --cli-binary-format raw-in-base64-out ${folder}/out.json`,
    );
    expect(answer).toMatchObject({ StatusCode: 200, ExecutedVersion: "$LATEST" });
    expect(readFileSync(join(folder, "out.json"), "utf8")).toBe('"TREE"');
    expect(Buffer.from(String(answer.LogResult), "base64").toString()).toContain("seen tree");

    const logs = await cli("logs filter-log-events --log-group-name /aws/lambda/from-cli");
    expect(JSON.stringify(logs.events)).toContain("seen tree");
    const now = Date.now();
    const sums = async () => {
      const { Datapoints } = await cli(
        "cloudwatch get-metric-statistics --namespace AWS/Lambda --metric-name Invocations" +
          " --dimensions Name=FunctionName,Value=from-cli --period 3600 --statistics Sum" +
          ` --start-time ${new Date(now - 3_600_000).toISOString()}` +
          ` --end-time ${new Date(now + 60_000).toISOString()}`,
      );
      return (Datapoints as { Sum: number }[]).reduce((total, { Sum }) => total + Sum, 0);
    };
    await expect.poll(sums, { timeout: 30_000 }).toBe(1);
    await expectInDashboard("from-cli");
  });

  test("is told in AWS's words what is wrong", async () => {
    await expect(cli("lambda get-function --function-name missing")).rejects.toMatchObject({
      stderr: expect.stringContaining(
        "(ResourceNotFoundException) when calling the GetFunction operation: Function not found",
      ),
    });
  });
});

describe.runIf(python)("boto3", () => {
  test("creates, invokes with log tail, reads logs and metrics", async () => {
    const script = `
import base64, datetime, json, sys, time
import boto3
endpoint, code = sys.argv[1], open(sys.argv[2], "rb").read()
client = lambda service: boto3.client(service, endpoint_url=endpoint)
functions, logs, metrics = client("lambda"), client("logs"), client("cloudwatch")
functions.create_function(FunctionName="from-boto3", Runtime="python3.12", Handler="app.handler",
    Role="arn:aws:iam::000000000000:role/test", Code={"ZipFile": code}, MemorySize=192)
functions.get_waiter("function_active_v2").wait(FunctionName="from-boto3")
answer = functions.invoke(FunctionName="from-boto3", Payload=b'{"word":"leaf"}', LogType="Tail")
events = logs.filter_log_events(logGroupName="/aws/lambda/from-boto3")["events"]
now = datetime.datetime.now(datetime.timezone.utc)
read = lambda: metrics.get_metric_data(StartTime=now - datetime.timedelta(hours=1),
    EndTime=now + datetime.timedelta(minutes=2), MetricDataQueries=[{"Id": "calls", "MetricStat": {
        "Metric": {"Namespace": "AWS/Lambda", "MetricName": "Invocations",
            "Dimensions": [{"Name": "FunctionName", "Value": "from-boto3"}]},
        "Period": 60, "Stat": "Sum"}}])["MetricDataResults"][0]["Values"]
deadline = time.monotonic() + 20
while not (values := read()) and time.monotonic() < deadline:
    time.sleep(0.2)
print(json.dumps({"value": json.loads(answer["Payload"].read()), "status": answer["StatusCode"],
    "tail": base64.b64decode(answer["LogResult"]).decode(),
    "messages": [event["message"] for event in events], "calls": sum(values)}))
`;
    const { stdout } = await run(
      python!,
      ["-c", script, program.engine, join(folder, "code.zip")],
      { env },
    );
    expect(JSON.parse(stdout)).toMatchObject({
      value: "LEAF",
      status: 200,
      tail: expect.stringContaining("seen leaf"),
      messages: expect.arrayContaining([expect.stringContaining("seen leaf")]),
      calls: 1,
    });
    await expectInDashboard("from-boto3");
  });
});
