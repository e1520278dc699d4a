import { describe, expect, test } from "vitest";
import { ServiceError } from "../../http/service.ts";
import { compileFilterPattern } from "./compile-filter-pattern.ts";

const badRequest = "[ERROR 400] BAD REQUEST";
const unauthorized = "[ERROR 401] UNAUTHORIZED REQUEST";
const missing = "[ERROR 419] MISSING ARGUMENTS";
const internal = "[ERROR 500] INTERNAL SERVER ERROR";
const info = "[INFO] REQUEST FAILED";

const trail = JSON.stringify({
  eventType: "UpdateTrail",
  sourceIPAddress: "111.111.111.111",
  arrayKey: ["value", "another value"],
  objectList: [
    { name: "a", id: 1 },
    { name: "b", id: 2 },
  ],
  SomeObject: null,
  "cluster.name": "c",
  bandwidth: 80,
  latency: 12.5,
  errorCode: 400,
  number: [1000, 0.001],
  flag: true,
  off: false,
  text: "75",
});
const people = JSON.stringify({
  user: { id: 1, email: "John.Stiles@example.com" },
  users: [
    { id: 2, email: "John.Doe@example.com" },
    { id: 3, email: "Jane.Doe@example.com" },
  ],
  actions: ["GET", "PUT", "DELETE"],
  coordinates: [
    [0, 1, 2],
    [4, 5, 6],
  ],
});
const access =
  '127.0.0.1 Prod frank [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" 404 1534';
const get = "INFO 09/25/2014 12:00:00 GET /service/resource/67 1200";
const post = "INFO 09/25/2014 12:00:01 POST /service/resource/67/part/111 1310";
const warning = "WARNING 09/25/2014 12:00:02 Invalid user request";
const error = "ERROR 09/25/2014 12:00:02 Failed to process request";

/** Pattern, message, whether the pattern finds it. */
const corpus: [string, string, boolean][] = [
  // Terms
  ["", badRequest, true],
  [" ", badRequest, true],
  ['" "', badRequest, true],
  ["ERROR", badRequest, true],
  ["ERROR", info, false],
  ["error", badRequest, false],
  ["ERROR ARGUMENTS", missing, true],
  ["ERROR ARGUMENTS", badRequest, false],
  ["?ERROR ?ARGUMENTS", "INVALID ARGUMENTS", true],
  ["?ERROR ?ARGUMENTS", badRequest, true],
  ["?ERROR ?ARGUMENTS", info, false],
  ["?ERROR ?ARGUMENTS REQUEST", info, true],
  ["?ERROR ?ARGUMENTS REQUEST", missing, false],
  ['"INTERNAL SERVER ERROR"', internal, true],
  ['"SERVER INTERNAL"', internal, false],
  ["ERROR -ARGUMENTS", badRequest, true],
  ["ERROR -ARGUMENTS", missing, false],
  ["-ARGUMENTS", info, true],
  ['ERROR -"BAD REQUEST"', badRequest, false],
  ["AUTHORIZED", unauthorized, false],
  ['"[ERROR 401]"', unauthorized, true],
  ['"say \\"hi\\""', 'they say "hi" to all', true],
  ["hello", "hello cruela", true],
  ["f\u00fcr", "Zeit f\u00fcr alle", true],
  // Regular expressions
  ["%AUTHORIZED%", unauthorized, true],
  ["%^[hc]at%", "cat and dog", true],
  ["%^[hc]at%", "a cat", false],
  ["%colou?r%", "the color", true],
  ["%^a{3,5}$%", "aaaa", true],
  ["%^a{,2}$%", "aaa", false],
  ["%^starting|^initializing|^shutting down%", "shutting down now", true],
  ["%^starting|^initializing|^shutting down%", "skipping initializing", false],
  ["%\\[.\\]%", "see [a]", true],
  ["%10\\.10\\.0\\.1%", "10010,051", false],
  ["%10.10.0.1%", "10010,051", true],
  ["%\\x28%", "f(x)", true],
  ["%\\d\\s\\w%", "1 a", true],
  // JSON
  ['{ $.eventType = "UpdateTrail" }', trail, true],
  ["{ $.eventType = UpdateTrail }", trail, true],
  ['{ $.eventType = "Update" }', trail, false],
  ['{ $.eventType = "Update*" }', trail, true],
  ["{ $.sourceIPAddress != 123.123.* }", trail, true],
  ["{ $.sourceIPAddress = 111.* }", trail, true],
  ['{ $.arrayKey[0] = "value" }', trail, true],
  ['{ $.arrayKey[1] = "value" }', trail, false],
  ["{ $.arrayKey = value }", trail, false],
  ["{ $.eventType = %Trail% }", trail, true],
  ["{ $.arrayKey[*] = %val.{2}% }", trail, true],
  ["{ $.* = %111\\.111\\.111\\.1[0-9]{1,2}% }", trail, true],
  ["{ $.['cluster.name'] = \"c\" }", trail, true],
  ["{ $.objectList[*].id = 2 }", trail, true],
  ["{ $.objectList[*].id = 3 }", trail, false],
  ["{ $.SomeObject IS NULL }", trail, true],
  ["{ $.eventType IS NULL }", trail, false],
  ["{ $.flag IS TRUE }", trail, true],
  ["{ $.off IS TRUE }", trail, false],
  ["{ $.off IS FALSE }", trail, true],
  ["{ $.SomeOtherObject NOT EXISTS }", trail, true],
  ["{ $.SomeObject NOT EXISTS }", trail, false],
  ["{ $.bandwidth > 75 }", trail, true],
  ["{ $.bandwidth > 80 }", trail, false],
  ["{ $.bandwidth >= 80 }", trail, true],
  ["{ $.latency < 50 }", trail, true],
  ["{ $.latency <= 5 }", trail, false],
  ["{ $.errorCode = 400}", trail, true],
  ["{ $.errorCode = 4* }", trail, true],
  ["{ $.errorCode != 500 }", trail, true],
  ["{ $.absent != 500 }", trail, false],
  ["{ $.number[0] = 1e+3 }", trail, true],
  ["{ $.number[1] != 1e-3 }", trail, false],
  ["{ $.eventType = * }", trail, true],
  ["{ $.eventType = Update* }", "not JSON: UpdateTrail", false],
  ['{ ($.user.id = 1) && ($.users[0].email = "John.Doe@example.com") }', people, true],
  [
    '{ $.user.email = "John.Stiles@example.com" || $.coordinates[0][1] = "nonmatch" && $.actions[2] = "nonmatch" }',
    people,
    true,
  ],
  [
    '{ ($.user.email = "John.Stiles@example.com" || $.coordinates[0][1] = "nonmatch") && $.actions[2] = "nonmatch" }',
    people,
    false,
  ],
  ['{ ($.user.id = 2 && $.users[0].email = "nonmatch") || $.actions[2] = "GET" }', people, false],
  ["{ $.coordinates[1][2] = 6 }", people, true],
  // Fields
  ["[]", access, true],
  ["[ip, user, username, timestamp, request, status_code, bytes]", access, true],
  [
    "[ip=%127\\.0\\.0\\.[1-9]%, user, username, timestamp, request =*.html*, status_code = 4*, bytes]",
    access,
    true,
  ],
  ["[ip, user, username, timestamp, request, status_code = 5*, bytes]", access, false],
  ["[..., request =*.html*, status_code = 4*, bytes]", access, true],
  ["[..., status_code = 4*, bytes > 1000]", access, true],
  ["[..., status_code = 4*, bytes > 2000]", access, false],
  [
    "[ip, user, username, timestamp, request =*.html*, status_code = 404 || status_code = 410, bytes]",
    access,
    true,
  ],
  ["[ip, user = frank, ...]", access, false],
  ['[ip, user = "Prod", ...]', access, true],
  ["[a, b, c, d, e, f, g, h]", access, false],
  ["[w1=ERROR, w2]", error, true],
  ["[w1=ERROR, w2]", warning, false],
  ["[w1=ERROR]", error, false],
  ["[w1=ERROR || w1=WARNING, w2]", warning, true],
  ["[w1=ERROR || w1=WARNING, w2]", get, false],
  ["[w1!=ERROR && w1!=WARNING, w2]", get, true],
  ["[w1!=ERROR && w1!=WARNING, w2]", error, false],
  ["[logLevel, date, time, method, url=%/service/resource/[0-9]+$%, response_time]", get, true],
  ["[logLevel, date, time, method, url=%/service/resource/[0-9]+$%, response_time]", post, false],
  [
    "[logLevel, date, time, method, url=%/service/resource/[0-9]+/part/[0-9]+$%, response_time]",
    post,
    true,
  ],
];

describe("the corpus", () => {
  test.each(corpus)("%s on %s: %s", (pattern, message, expected) => {
    const { matches, needed } = compileFilterPattern(pattern);
    expect(matches(message)).toBe(expected);
    // What the database leaves out beforehand would not have matched.
    const holds = needed.every((texts) => texts.some((text) => message.includes(text)));
    expect(holds || !expected).toBe(true);
  });
});

test.each<[pattern: string, needed: readonly (readonly string[])[]]>([
  ["ERROR timeout -DEBUG", [["ERROR"], ["timeout"]]],
  ["?ERROR ?WARN", [["ERROR", "WARN"]]],
  ["%ERR.R%", []],
  [
    '{ $.level = "ERROR" }',
    [
      ["ERROR", "\\u"],
      ["level", "\\u"],
    ],
  ],
  ['{ $.a = "x/y" || $.b = 1 }', [["a", "\\u", "b"]]],
  ["{ $.n = 1000 && $.m NOT EXISTS }", [["n", "\\u"]]],
  ["[level = ERROR, code != 200, path = */orders/*]", [["ERROR"], ["/orders/"]]],
])("%s needs %j", (pattern, needed) => {
  expect(compileFilterPattern(pattern).needed).toEqual(needed);
});

test.each([
  ["foo.bar", "Invalid character(s) in term 'foo.bar'"],
  ['"open', "expected a term"],
  ["%(group)%", '"(" is not supported'],
  ["%a[%", "not a regular expression"],
  ["{ $.a }", "expected one of = != < <= > >="],
  ["{ $.a = 1", 'expected "}" at the end'],
  ["{ a = 1 }", 'expected "$"'],
  ["{ $.a > x }", 'needs a number, not "x"'],
  ["{ $.*.b[*] = 1 }", "more than one wildcard"],
  ["{ $.a = %x% && $.b = %y% && $.c = %z% }", "more than two regular expressions"],
  ["[a, ..., b, ...]", "more than one ..."],
  ["[a = 1 || b = 2, c]", "the field a has a condition on b"],
  ["[a, b", 'expected "]"'],
])("%s is refused", (pattern, reason) => {
  expect(() => compileFilterPattern(pattern)).toThrow(ServiceError);
  expect(() => compileFilterPattern(pattern)).toThrow(reason);
});

test("named fields can be extracted", () => {
  expect(compileFilterPattern("[..., status = 4*, bytes]").extract(access)).toEqual({
    $status: "404",
    $bytes: "1534",
  });
  expect(compileFilterPattern("{ $.user.id = 1 && $.users[1].id > 2 }").extract(people)).toEqual({
    "$.user.id": "1",
    "$.users[1].id": "3",
  });
});
