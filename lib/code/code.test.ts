import { GetFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import { strToU8, zipSync } from "fflate";
import { afterAll, beforeAll, expect, test } from "vitest";
import { problemOf, sampleZip, startCloud, type TestCloud } from "@/tests/start-cloud";
import { checkZip } from "./check-zip";
import { fetchZip, readCode, readCodeFile } from "./read-code";
import { replaceCode } from "./replace-code";

let cloud: TestCloud;
beforeAll(async () => {
  cloud = await startCloud();
  await cloud.createFunction("f");
});
afterAll(() => cloud.stop());

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");

test("the deployed zip's files are listed, with the handler's", async () => {
  expect(await readCode(cloud.connection, "f")).toMatchObject({
    files: [
      { path: "index.mjs", sizeBytes: 47 },
      { path: "lib/data.bin", sizeBytes: 3 },
    ],
    zipSizeBytes: sampleZip.length,
    unzippedSizeBytes: 50,
    handlerFile: "index.mjs",
  });
  expect(Buffer.from((await fetchZip(cloud.connection, "f")).zip).equals(sampleZip)).toBe(true);
});

test("a file is text, binary, or not there", async () => {
  expect(await readCodeFile(cloud.connection, "f", "index.mjs")).toMatchObject({
    kind: "text",
    text: expect.stringContaining("export const handler"),
  });
  expect((await readCodeFile(cloud.connection, "f", "lib/data.bin")).kind).toBe("binary");
  const problem = await problemOf(readCodeFile(cloud.connection, "f", "../../etc/passwd"));
  expect(problem).toMatchObject({ field: "path", detail: "The zip has no file ../../etc/passwd." });
});

test("code is replaced, and the page sees the new zip at once", async () => {
  const zip = zipSync({ "main.mjs": strToU8("export const handler = 1;") });
  const { change, codeSha256 } = await replaceCode(cloud.connection, "f", base64(zip));
  expect(change.undo).toMatchObject({ impossible: expect.stringContaining("no copies") });
  const now = await cloud.clients.lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: "f" }),
  );
  expect(now.CodeSha256).toBe(codeSha256);
  const code = await readCode(cloud.connection, "f");
  expect(code.files.map(({ path }) => path)).toEqual(["main.mjs"]);
  expect(code.handlerFile).toBeUndefined();
});

test("what is not a zip never reaches AWS", async () => {
  const problem = await problemOf(
    replaceCode(cloud.connection, "f", base64(strToU8("exports.handler"))),
  );
  expect(problem).toMatchObject({ field: "zip", detail: "This file is not a zip." });
  expect(() => checkZip("")).toThrow("The zip is empty.");
});
