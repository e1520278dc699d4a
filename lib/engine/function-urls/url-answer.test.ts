import { expect, test } from "vitest";
import { answerOf, answerOfStream, integrationType, type UrlAnswer } from "./url-answer.ts";

const bytes = (text: string) => Buffer.from(text);
const json = [["Content-Type", "application/json"]];
/** Body as text, so that it can be compared. */
const readable = ({ body, ...rest }: UrlAnswer) => ({
  ...rest,
  body: Buffer.from(body).toString(),
});
const answer = (value: unknown) => readable(answerOf(bytes(JSON.stringify(value))));

test("what is no response is the body, as JSON without spaces or as the text it is", () => {
  expect(answer({ hello: "world" })).toEqual({
    status: 200,
    headers: json,
    body: '{"hello":"world"}',
  });
  expect(answer("hello").body).toBe("hello");
  expect(answer(null).body).toBe("null");
  expect(readable(answerOf(bytes('[ "a b", 3.0,\n {"c" : "d\\" e"} ]'))).body).toBe(
    '["a b",3.0,{"c":"d\\" e"}]',
  );
  expect(readable(answerOf(bytes("not json"))).body).toBe("not json");
});

test("an object with a status code is the response", () => {
  expect(
    answer({
      statusCode: 201,
      headers: { "Content-Type": "text/plain", "X-One": 1, "X-List": ["a", { b: true }] },
      cookies: ["a=1", "b=2; HttpOnly"],
      body: "made",
    }),
  ).toEqual({
    status: 201,
    headers: [
      ["Content-Type", "text/plain"],
      ["X-One", "1"],
      ["X-List", "[a, {b=true}]"],
      ["Set-Cookie", "a=1"],
      ["Set-Cookie", "b=2; HttpOnly"],
    ],
    body: "made",
  });
  expect(answer({ statusCode: "418", body: "teapot" })).toMatchObject({ status: 418 });
  expect(answer({ statusCode: 200 }).body).toBe("");
  expect(answer({ statusCode: 200, body: { a: [1] } }).body).toBe('{"a":[1]}');
  expect(answer({ statusCode: 200, body: "aGk_", isBase64Encoded: true }).body).toBe("hi?");
});

test("the framing of the response is not the function's", () => {
  const headers = { "content-length": "3", "Transfer-Encoding": "chunked", Connection: "close" };
  expect(answer({ statusCode: 200, headers, body: "x" }).headers).toEqual(json);
});

test("what cannot be a response is an internal error", () => {
  const failed = { status: 502, headers: json, body: "Internal Server Error" };
  expect(answer({ statusCode: 700, body: "x" })).toEqual(failed);
  expect(answer({ statusCode: "ok" })).toEqual(failed);
  expect(answer({ statusCode: 200, headers: "none" })).toEqual(failed);
  expect(answer({ statusCode: 200, cookies: "a=1" })).toEqual(failed);
});

test("a stream on a URL without streaming is gathered; a prelude's body is dropped", () => {
  const prelude = '{"statusCode":206,"headers":{"X-A":"b"}}';
  expect(answerOfStream(bytes("AB"), "text/x")).toMatchObject({
    status: 200,
    headers: [["Content-Type", "application/octet-stream"]],
  });
  expect(
    answerOfStream(Buffer.concat([bytes(prelude), Buffer.alloc(8), bytes("x")]), integrationType),
  ).toEqual({ status: 206, headers: [...json, ["X-A", "b"]], body: "" });
  expect(answerOfStream(bytes(prelude), integrationType).status).toBe(502);
  expect(answerOfStream(Buffer.alloc(6_291_557), "text/x").status).toBe(502);
});
