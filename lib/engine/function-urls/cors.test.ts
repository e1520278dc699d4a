import type { IncomingMessage } from "node:http";
import { expect, test } from "vitest";
import { answerPreflight, corsHeaders } from "./cors.ts";

const cors = {
  AllowCredentials: true,
  AllowHeaders: ["X-Allowed", "content-type"],
  AllowMethods: ["GET", "POST"],
  AllowOrigins: ["https://page.example"],
  ExposeHeaders: ["x-shown"],
  MaxAge: 321,
};
const request = (headers: Record<string, string>, method = "GET") =>
  ({ method, headers }) as unknown as IncomingMessage;
const preflight = (headers: Record<string, string>) =>
  request({ origin: "https://page.example", ...headers }, "OPTIONS");

test("an allowed preflight is answered with everything that is allowed", () => {
  const asked = {
    "access-control-request-method": "POST",
    "access-control-request-headers": "x-allowed, Content-Type",
  };
  expect(Object.fromEntries(answerPreflight(preflight(asked), cors) ?? [])).toEqual({
    "Access-Control-Allow-Origin": "https://page.example",
    "Access-Control-Allow-Methods": "GET,POST",
    "Access-Control-Allow-Headers": "X-Allowed,content-type",
    "Access-Control-Allow-Credentials": "true",
    "Access-Control-Max-Age": "321",
    Vary: "Origin",
  });
});

test.each([
  ["another origin", { origin: "https://other.example", "access-control-request-method": "GET" }],
  ["another method", { "access-control-request-method": "DELETE" }],
  [
    "another header",
    { "access-control-request-method": "GET", "access-control-request-headers": "x-other" },
  ],
])("a preflight for %s is answered without a permission", (_what, headers) => {
  expect(answerPreflight(preflight(headers), cors)).toEqual([]);
});

test("what is no preflight, and any without settings, is the function's", () => {
  expect(answerPreflight(preflight({}), cors)).toBeUndefined();
  const asked = { "access-control-request-method": "GET" };
  expect(answerPreflight(preflight(asked), undefined)).toBeUndefined();
});

test("answers to an allowed origin say so; a wildcard with credentials names the origin", () => {
  const from = request({ origin: "https://page.example" });
  expect(Object.fromEntries(corsHeaders(from, cors))).toEqual({
    "Access-Control-Allow-Origin": "https://page.example",
    "Access-Control-Allow-Credentials": "true",
    "Access-Control-Expose-Headers": "x-shown",
    Vary: "Origin",
  });
  expect(corsHeaders(request({ origin: "https://other.example" }), cors)).toEqual([]);
  expect(corsHeaders(request({}), cors)).toEqual([]);
  expect(corsHeaders(from, { AllowOrigins: ["*"] })).toEqual([
    ["Access-Control-Allow-Origin", "*"],
  ]);
  expect(corsHeaders(from, { AllowOrigins: ["*"], AllowCredentials: true })).toContainEqual([
    "Access-Control-Allow-Origin",
    "https://page.example",
  ]);
});
