import { expect, test } from "vitest";
import type { ApiRoute } from "./push-triggers";
import { isOpenable, routeAddress } from "./route-address";

const aws = { region: "eu-west-1" };
const local = { region: "eu-west-1", endpoint: "http://127.0.0.1:3211" };
const routeOf = (settings: Partial<ApiRoute>): ApiRoute => ({
  kind: "api",
  functionArn: "",
  functionName: "shop",
  protocol: "HTTP",
  apiId: "a1b2",
  apiName: "shop",
  route: "GET /orders",
  routeId: "r1",
  stages: ["$default"],
  ...settings,
});

test.each<[string, Parameters<typeof routeAddress>[0], Partial<ApiRoute>, string | undefined]>([
  ["the path behind what AWS tells", aws, { endpoint: "https://told/" }, "https://told/orders"],
  [
    "a stage with a name before the path",
    aws,
    { endpoint: "https://told", stages: ["v1"] },
    "https://told/v1/orders",
  ],
  [
    "a REST API's, made of its id",
    aws,
    { protocol: "REST", stages: ["prod"] },
    "https://a1b2.execute-api.eu-west-1.amazonaws.com/prod/orders",
  ],
  [
    "one in China",
    { region: "cn-north-1" },
    { protocol: "REST", stages: ["prod"] },
    "https://a1b2.execute-api.cn-north-1.amazonaws.com.cn/prod/orders",
  ],
  [
    "one of a local cloud",
    local,
    { protocol: "REST", stages: ["prod"] },
    "http://a1b2.execute-api.eu-west-1.localhost:3211/prod/orders",
  ],
  [
    "the root of what takes all the rest",
    aws,
    { endpoint: "https://told", route: "$default" },
    "https://told/",
  ],
  [
    "the connection's, of a WebSocket API",
    local,
    { protocol: "WEBSOCKET", route: "say", stages: ["prod"] },
    "ws://a1b2.execute-api.eu-west-1.localhost:3211/prod",
  ],
  ["none where nothing is deployed", aws, { stages: [] }, undefined],
])("%s", (_, connection, route, expected) => {
  expect(routeAddress(connection, routeOf(route))).toBe(expected);
});

test("a browser opens what GET reaches and what has no part to fill in", () => {
  const routes = ["GET /orders", "ANY /", "$default", "POST /orders", "GET /orders/{id}"];
  expect(routes.filter((route) => isOpenable(routeOf({ route })))).toEqual(routes.slice(0, 3));
  expect(isOpenable(routeOf({ route: "$default", protocol: "WEBSOCKET" }))).toBe(false);
});
