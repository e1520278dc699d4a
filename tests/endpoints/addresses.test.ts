import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { fetchLocation } from "@/lib/code/fetch-location";
import type { Connection } from "@/lib/model/connection";
import { startFakeCloud, type FakeCloud } from "@/lib/aws/testing/fake-cloud";
import { call, connectTo, isolate } from "./dashboard";
import { type FakeAws, ok, startFakeAws } from "./fake-aws";
import { on, reads } from "./reads";
import { configuration, functionName, queueArn, world } from "./world";

let home: ReturnType<typeof isolate>;
beforeAll(() => (home = isolate()));
afterAll(() => home.clear());

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function start(different: typeof world = {}): Promise<FakeAws> {
  const aws = await startFakeAws({ ...world, ...different });
  stops.push(aws.stop);
  return aws;
}

/** A place that must not be asked. */
async function startElsewhere(): Promise<FakeCloud> {
  const elsewhere = await startFakeCloud(() => ({ body: {} }));
  stops.push(elsewhere.stop);
  return elsewhere;
}

test.each([
  "http://HOST",
  "endpoint:http://HOST@us-east-1",
  "endpoint:fake1@HOST",
  "profile:x@HOST",
])("a connection %s is refused, and nothing is asked", async (pattern) => {
  const elsewhere = await startElsewhere();
  const id = pattern.replace("HOST", elsewhere.endpoint.replace("http://", ""));
  for (const path of reads) {
    const { status } = await call("GET", on(path, `connection=${encodeURIComponent(id)}`));
    expect([400, 404], path).toContain(status);
  }
  expect(elsewhere.calls).toEqual([]);
});

test.each(["us-east-1.evil.example/", "x", "us-east-1#", "169.254.169.254", "us_east_1", "../x-1"])(
  "the region %s is refused",
  async (region) => {
    const aws = await start();
    const [, id = ""] = connectTo(aws.endpoint).split("=");
    const given = `${id.split("@")[0]}@${region}`;
    expect(
      (await call("GET", on("/api/functions", `connection=${encodeURIComponent(given)}`))).status,
    ).toBeGreaterThanOrEqual(400);
    const put = await call("PUT", `/api/connections/${encodeURIComponent(id)}/region`, { region });
    expect(put.status).toBe(400);
    expect(aws.operations).toEqual([]);
  },
);

test.each(["file:///etc/passwd", "http://u:p@x", "gopher://x", "http://x/?q", "//x", ""])(
  "the endpoint %s cannot be added",
  async (url) => {
    const { status, json } = await call("POST", "/api/connections", {
      name: "bad",
      url,
      region: "us-east-1",
    });
    expect([status, json.problem.field]).toEqual([400, "url"]);
  },
);

test("names, ARNs and queue URLs that point elsewhere go to the connection's own address", async () => {
  const elsewhere = await startElsewhere();
  const aws = await start({
    "sqs.GetQueueUrl": ok({ QueueUrl: `${elsewhere.endpoint}/123456789012/work` }),
    "sqs.ListQueues": ok({ QueueUrls: [`${elsewhere.endpoint}/queue/work`] }),
  });
  const connection = connectTo(aws.endpoint);
  const host = elsewhere.endpoint.replace("http://", "");
  const names = [
    `arn:aws:lambda:eu-west-1:123456789012:function:${functionName}`,
    `//${host}/x`,
    `@${host}`,
    `x?y=${host}`,
  ];
  for (const name of names)
    for (const part of ["", "/configuration", "/concurrency", "/triggers", "/versions"])
      await call("GET", on(`/api/functions/${encodeURIComponent(name)}${part}`, connection));
  await call("GET", on(`/api/functions/${functionName}/triggers`, connection));
  await call("GET", on("/api/queues", connection));
  await call("GET", on(`/api/logs/events?group=//${host}/g&startMs=0&endMs=9`, connection));
  expect(aws.operations).toContain("sqs.GetQueueAttributes");
  expect(queueArn).toContain("work");
  expect(elsewhere.calls).toEqual([]);
});

describe("the address of the code", () => {
  const located = (Location: string) =>
    start({ "lambda.GetFunction": ok({ Configuration: configuration, Code: { Location } }) });
  const code = async (aws: FakeAws) =>
    call("GET", on(`/api/functions/${functionName}/code`, connectTo(aws.endpoint)));

  test("on this machine is fetched for an endpoint on this machine", async () => {
    const place = await startFakeCloud(() => ({ status: 404, body: "gone" }));
    stops.push(place.stop);
    const { status, json } = await code(await located(`${place.endpoint}/code.zip`));
    expect(place.calls).toHaveLength(1);
    expect([status, json.problem.kind]).toEqual([500, "unexpected"]);
  });

  test.each([
    "file:///etc/passwd",
    "ftp://127.0.0.1/x",
    "data:text/plain,x",
    "not an address",
    "/etc/passwd",
  ])("%s is no address of the web", async (location) => {
    const { status, json } = await code(await located(location));
    expect([status, json.problem.kind]).toEqual([501, "unsupported"]);
  });

  test.each([
    "http://169.254.169.254/latest/meta-data/iam/security-credentials/",
    "http://169.254.170.2/v2/credentials",
    "http://[fd00:ec2::254]/latest/meta-data/",
    "http://[::ffff:169.254.169.254]/",
    "http://[fe80::1]/",
    "http://2852039166/latest/meta-data/",
  ])("%s gives out credentials and is never asked", async (location) => {
    const asked = vi.spyOn(globalThis, "fetch");
    const { status, json } = await code(await located(location));
    expect([status, json.problem.kind]).toEqual([403, "denied"]);
    expect(asked).not.toHaveBeenCalled();
    asked.mockRestore();
  });

  test("that sends on to such a place is followed no further", async () => {
    const place = await startFakeCloud(() => ({
      status: 302,
      headers: { location: "http://169.254.169.254/latest/" },
      body: "",
    }));
    stops.push(place.stop);
    const { status } = await code(await located(`${place.endpoint}/code.zip`));
    expect(status).toBe(403);
    expect(place.calls).toHaveLength(1);
  });

  test("that sends on in circles is given up", async () => {
    const place = await startFakeCloud(() => ({
      status: 302,
      headers: { location: "/again" },
      body: "",
    }));
    stops.push(place.stop);
    const { status } = await code(await located(`${place.endpoint}/code.zip`));
    expect(status).toBe(502);
    expect(place.calls).toHaveLength(4);
  });

  const real: Connection = {
    id: "profile:p@us-east-1",
    kind: "profile",
    label: "p",
    region: "us-east-1",
    writable: false,
  };
  const distant: Connection = { ...real, kind: "endpoint", endpoint: "http://stack.example:4566" };

  test.each([
    [real, "http://example.com/code.zip", "unsupported"],
    [real, "https://127.0.0.1/code.zip", "denied"],
    [real, "https://[::1]/code.zip", "denied"],
    [real, "https://localhost/code.zip", "denied"],
    [real, "https://169.254.169.254/code.zip", "denied"],
    [distant, "http://127.0.0.1:3210/api/health", "denied"],
    [distant, "http://0.0.0.0:3210/", "denied"],
  ])("of %j at %s is refused as %s", async (connection, location, kind) => {
    await expect(fetchLocation(connection, location)).rejects.toMatchObject({ problem: { kind } });
  });

  test("may bring 60 MB and no more", async () => {
    const place = await startFakeCloud(() => ({ body: "x".repeat(61 * 1024 * 1024) }));
    stops.push(place.stop);
    const { status, json } = await code(await located(`${place.endpoint}/code.zip`));
    expect([status, json.problem.detail]).toEqual([501, expect.stringContaining("60 MB")]);
  });
});
