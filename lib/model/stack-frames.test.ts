import { expect, test } from "vitest";
import { originOf, parseFrame } from "./stack-frames";

test.each([
  ["    at authorize (/var/task/src/payment.js:88:11)", "src/payment.js", 88, "authorize", true],
  [
    "    at async Runtime.handler (file:///var/task/index.mjs:41:20)",
    "index.mjs",
    41,
    "Runtime.handler",
    true,
  ],
  ["    at /var/task/index.js:3:9", "index.js", 3, undefined, true],
  ["    at new Cart (/var/task/cart.js:2:1)", "cart.js", 2, "Cart", true],
  ["    at Object.<anonymous> (/var/task/a.js:1:7)", "a.js", 1, "Object.<anonymous>", true],
  [
    "    at send (/var/task/node_modules/axios/lib/core.js:19:12)",
    "node_modules/axios/lib/core.js",
    19,
    "send",
    false,
  ],
  ["    at Socket.emit (node:events:513:28)", "node:events", 513, "Socket.emit", false],
  [
    "    at Runtime.handleOnce (/var/runtime/Runtime.js:9:1)",
    "/var/runtime/Runtime.js",
    9,
    "Runtime.handleOnce",
    false,
  ],
  ['\u00a0\u00a0File "/var/task/app.py", line 12, in handler', "app.py", 12, "handler", true],
  ['  File "/var/task/app.py", line 3, in <module>', "app.py", 3, undefined, true],
  [
    '  File "/var/lang/lib/python3.12/json/decoder.py", line 355, in raw_decode',
    "/var/lang/lib/python3.12/json/decoder.py",
    355,
    "raw_decode",
    false,
  ],
  [
    '  File "/opt/python/requests/api.py", line 1, in get',
    "/opt/python/requests/api.py",
    1,
    "get",
    false,
  ],
  [
    "\tat com.example.Handler.handleRequest(Handler.java:12)",
    "Handler.java",
    12,
    "com.example.Handler.handleRequest",
    true,
  ],
  [
    "\tat java.base/java.util.Optional.get(Optional.java:143)",
    "Optional.java",
    143,
    "java.util.Optional.get",
    false,
  ],
  [
    "   at Shop.Cart.Add(Item item) in /src/Cart.cs:line 12",
    "/src/Cart.cs",
    12,
    "Shop.Cart.Add",
    true,
  ],
  ["/var/task/app.rb:3:in 'handler'", "app.rb", 3, "handler", true],
  ["\t/src/main.go:12 +0x1d", "/src/main.go", 12, undefined, true],
])("%s", (text, file, line, name, own) => {
  expect(parseFrame(text)).toEqual({ file, line, own, ...(name && { name }) });
});

test.each(["Error: boom", "at lunch time", "", "  raise ValueError('x')", "GET /a:80:1 ok"])(
  "%j is no frame",
  (text) => expect(parseFrame(text)).toBeUndefined(),
);

test("the origin is the innermost own frame: the first of Node.js, the last of Python", () => {
  expect(
    originOf([
      "TypeError: x",
      "    at parse (/var/task/node_modules/lib/index.js:1:1)",
      "    at load (/var/task/load.js:7:3)",
      "    at handler (/var/task/index.js:2:3)",
    ]),
  ).toMatchObject({ file: "load.js", name: "load" });
  expect(
    originOf([
      "Traceback (most recent call last):",
      '  File "/var/task/app.py", line 4, in handler',
      "    load()",
      '  File "/var/task/load.py", line 9, in load',
      '  File "/var/lang/lib/python3.12/json/__init__.py", line 346, in loads',
    ]),
  ).toMatchObject({ file: "load.py", name: "load" });
});

test("without an own frame the innermost one stands in", () => {
  expect(originOf(["x", "    at a (node:fs:1:1)", "    at b (node:vm:2:2)"])).toMatchObject({
    name: "a",
    own: false,
  });
  expect(originOf(["no trace"])).toBeUndefined();
});
