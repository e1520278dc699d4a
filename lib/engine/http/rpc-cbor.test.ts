import { cbor, tag } from "@smithy/core/cbor";
import { afterAll, beforeAll, expect, test } from "vitest";
import { serveOperations } from "../testing/serve-operations.ts";
import { ServiceError } from "./service.ts";

const when = new Date(1_700_000_000_500);
let served: Awaited<ReturnType<typeof serveOperations>>;
beforeAll(async () => {
  served = await serveOperations({
    cloudwatch: {
      GetMetricData: () => ({
        MetricDataResults: [{ Id: "m", Timestamps: [when], Values: [0.5, 2, Number.NaN] }],
      }),
      ListMetrics: () => {
        throw new ServiceError("InvalidParameterValueException", "no");
      },
    },
  });
});
afterAll(() => served.stop());

async function call(name: string, body: BodyInit | undefined) {
  const reply = await fetch(
    `${served.endpoint}/service/GraniteServiceVersion20100801/operation/${name}`,
    {
      method: "POST",
      headers: { "smithy-protocol": "rpc-v2-cbor", "content-type": "application/cbor" },
      body,
    },
  );
  const value: unknown = cbor.deserialize(new Uint8Array(await reply.arrayBuffer()));
  return { reply, value };
}

test("CBOR in, CBOR out, with tagged times", async () => {
  const { reply, value } = await call(
    "GetMetricData",
    Buffer.from(
      cbor.serialize({
        StartTime: tag({ tag: 1, value: 1_700_000_000.5 }),
        MaxDatapoints: 7,
        MetricDataQueries: [{ Id: "m", ReturnData: true }],
      }),
    ),
  );
  expect(served.last.input).toEqual({
    StartTime: when,
    MaxDatapoints: 7,
    MetricDataQueries: [{ Id: "m", ReturnData: true }],
  });
  expect(reply.status).toBe(200);
  expect(reply.headers.get("smithy-protocol")).toBe("rpc-v2-cbor");
  expect(value).toMatchObject({
    MetricDataResults: [
      { Id: "m", Timestamps: [{ tag: 1, value: 1_700_000_000.5 }], Values: [0.5, 2, Number.NaN] },
    ],
  });
});

test("errors are CBOR with the code of the Query protocol", async () => {
  const { reply, value } = await call("ListMetrics", undefined);
  expect(reply.status).toBe(400);
  expect(reply.headers.get("x-amzn-query-error")).toBe("InvalidParameterValue;Sender");
  expect(value).toMatchObject({
    __type: "com.amazonaws.cloudwatch#InvalidParameterValueException",
    message: "no",
  });
});

test("what is not CBOR, and an operation that does not exist", async () => {
  const broken = await call("GetMetricData", Buffer.from([0xff, 0x00]));
  expect(broken.reply.status).toBe(400);
  expect(broken.value).toMatchObject({ __type: "SerializationException" });
  const unknown = await call("Fly", undefined);
  expect(unknown.reply.status).toBe(400);
  expect(unknown.value).toMatchObject({ __type: "UnknownOperationException" });
});
