import { expect, it } from "vitest";
import { handlerFile, placeOfFrame } from "./stack-frame";

it.each([
  ["    at handler (/var/task/index.js:3:11)", { file: "index.js", line: 3 }],
  ["    at async file:///var/task/src/app.mjs:12:5", { file: "src/app.mjs", line: 12 }],
  [
    '  File "/var/task/lambda_function.py", line 7, in handler\n    raise',
    { file: "lambda_function.py", line: 7 },
  ],
  ["/var/task/app.rb:4:in `handler'", { file: "app.rb", line: 4 }],
  ["    at Runtime.handleOnce (file:///var/runtime/index.mjs:1234:29)", undefined],
  ["    at x (/var/task/node_modules/left-pad/index.js:1:1)", undefined],
  ["TypeError: undefined is not a function", undefined],
])("%s", (frame, place) => {
  expect(placeOfFrame(frame)).toEqual(place);
});

it("knows the handler's file", () => {
  expect(handlerFile({ handler: "src/app.handler", runtime: "nodejs22.x" })).toBe("src/app.js");
  expect(handlerFile({ handler: "app.main", runtime: "python3.13" })).toBe("app.py");
  expect(handlerFile({ handler: "bootstrap", runtime: "provided.al2023" })).toBeUndefined();
});
