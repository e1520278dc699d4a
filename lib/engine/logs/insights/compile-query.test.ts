import { describe, expect, test } from "vitest";
import { ServiceError } from "../../http/service.ts";
import { writePointer } from "../event-pointer.ts";
import { compileQuery } from "./compile-query.ts";

const startMs = Date.UTC(2026, 10, 26, 17);
const id = (digit: number) => `8f5b1a2c-1234-4321-8888-00000000000${digit}`;

/** Events by the second from 17:00:00.000. */
function eventsOf(messages: readonly string[], stepMs = 1_000) {
  return messages.map((message, index) => ({
    message,
    timestampMs: startMs + index * stepMs,
    ingestionMs: startMs + index * stepMs + 250,
    logStream: "s",
    log: "000000000000:g",
    groupId: 1,
    sequence: index,
  }));
}

/** Runs a query the way the engine does; each row as `field=value` pairs without `@ptr`. */
function ask(query: string, messages: readonly string[], stepMs?: number, limit?: number) {
  const running = compileQuery(query, { nowMs: startMs + 60_000, limit });
  const events = eventsOf(messages, stepMs);
  for (const event of running.descending ? events.toReversed() : events)
    if (running.needed.every((texts) => texts.some((text) => event.message.includes(text))))
      running.add(event);
  return running.results();
}

function rows(query: string, messages: readonly string[], stepMs?: number): string[] {
  return ask(query, messages, stepMs).map((row) =>
    row
      .filter(({ field }) => field !== "@ptr")
      .map(({ field, value }) => `${field}=${value}`)
      .join(" | "),
  );
}

const lambda = [
  "INIT_START Runtime Version: nodejs:22.v60\tRuntime Version ARN: arn:aws:lambda:::runtime:5b\n",
  `START RequestId: ${id(1)} Version: $LATEST\n`,
  `2026-11-26T17:00:02.000Z\t${id(1)}\tINFO\thello world\n`,
  `END RequestId: ${id(1)}\n`,
  `REPORT RequestId: ${id(1)}\tDuration: 14.97 ms\tBilled Duration: 15 ms\tMemory Size: 128 MB\tMax Memory Used: 67 MB\tInit Duration: 110.10 ms\t\n`,
  `[ERROR]\t2026-11-26T17:00:05.000Z\t${id(2)}\tboom\n`,
  `REPORT RequestId: ${id(2)}\tDuration: 3000.00 ms\tBilled Duration: 3000 ms\tMemory Size: 128 MB\tMax Memory Used: 90 MB\tStatus: timeout\n`,
];

const json = [
  '{"level":"INFO","status":200,"latency":12.5,"user":{"name":"ann","roles":["a","b"]},"ok":true,"gone":null}',
  '{"level":"WARN","status":404,"latency":7,"user":{"name":"bob","roles":["c"]},"ok":false,"a.b":"dotted"}',
  '{"level":"ERROR","status":500,"latency":130.25,"user":{"name":"cy"},"path":"/x/1","ok":false}',
  'plain text {"level":"DEBUG","status":"201"} and more',
];

describe("queries and their rows", () => {
  test.each<[query: string, messages: readonly string[], expected: string[]]>([
    // Fields
    ["fields @message", ["one", "two"], ["@message=two", "@message=one"]],
    [
      "fields @timestamp, @logStream, @log, @ingestionTime",
      ["x"],
      [
        "@timestamp=2026-11-26 17:00:00.000 | @logStream=s | @log=000000000000:g | @ingestionTime=2026-11-26 17:00:00.250",
      ],
    ],
    ["filter level = 'WARN'", json, [`@timestamp=2026-11-26 17:00:01.000 | @message=${json[1]}`]],
    ["", ["x"], ["@timestamp=2026-11-26 17:00:00.000 | @message=x"]],
    ["fields level | fields status as code | limit 1", json.slice(0, 1), ["level=INFO | code=200"]],
    ["fields level, nothing | sort @timestamp asc | limit 1", json, ["level=INFO"]],
    ["fields level, status | display status | limit 1", json, ["status=201"]],
    ["fields strlen(@message) | limit 1", ["four"], ["strlen(@message)=4"]],
    [
      "fields 1 + 2 * 3 as a, (1 + 2) * 3 as b, 2 ^ 3 ^ 2 as c, 10 % 3 as d, -2 + 1 as e",
      ["x"],
      ["a=7 | b=9 | c=512 | d=1 | e=-1"],
    ],
    ["fields 1 / 3 as third, 1 / 0 as none, 10 / 4 as half", ["x"], ["third=0.3333 | half=2.5"]],
    // JSON
    [
      "fields user.name, user.roles.0, user.roles[1], latency, ok, gone | sort @timestamp asc | limit 1",
      json,
      ["user.name=ann | user.roles.0=a | user.roles[1]=b | latency=12.5 | ok=1"].map((row) =>
        row.replace("user.roles[1]", "user.roles.1"),
      ),
    ],
    ["filter ispresent(a.b) | fields a.b", json, ["a.b=dotted"]],
    ["filter ispresent(`a.b`) | fields `a.b`", json, ["a.b=dotted"]],
    ["filter status = 201 | fields level", json, ["level=DEBUG"]],
    ["filter ok = 1 | fields level", json, ["level=INFO"]],
    ['filter ok = "true" | fields level', json, ["level=INFO"]],
    ["filter ok | fields level", json, ["level=INFO"]],
    [
      "filter status >= 404 and status < 600 | fields status | sort status",
      json,
      ["status=404", "status=500"],
    ],
    [
      "filter latency > 10 | fields latency | sort latency asc",
      json,
      ["latency=12.5", "latency=130.25"],
    ],
    ["filter level != 'INFO' | stats count(*) as n", json, ["n=3"]],
    ['filter level in ["INFO", "WARN"] | stats count(*) as n', json, ["n=2"]],
    ['filter level not in ["INFO", "WARN"] | stats count(*) as n', json, ["n=2"]],
    ["filter level in [] | stats count(*) as n", json, []],
    [
      "filter not (level = 'INFO' or level = 'WARN') and ispresent(path) | fields path",
      json,
      ["path=/x/1"],
    ],
    // Text
    ['filter @message like "world" | fields @requestId', lambda, [`@requestId=${id(1)}`]],
    ["filter @message like /(?i)HELLO/ | fields @requestId", lambda, [`@requestId=${id(1)}`]],
    [
      "filter @message like /hello|boom/ | fields @requestId",
      lambda,
      [`@requestId=${id(2)}`, `@requestId=${id(1)}`],
    ],
    ["filter @message =~ /w.rld/ | stats count(*) as n", lambda, ["n=1"]],
    ["filter @message =~ 'w.rld' | stats count(*) as n", lambda, ["n=1"]],
    ["filter @message not like /RequestId|hello|boom/ | stats count(*) as n", lambda, ["n=1"]],
    ['filter strcontains(@message, "boom") | stats count(*) as n', lambda, ["n=1"]],
    // Lambda
    [
      'filter @type = "REPORT" | fields @requestId, @duration, @billedDuration, @initDuration, @memorySize, @maxMemoryUsed | sort @timestamp asc | limit 1',
      lambda,
      [
        `@requestId=${id(1)} | @duration=14.97 | @billedDuration=15.0 | @initDuration=110.1 | @memorySize=1.28E8 | @maxMemoryUsed=6.7E7`,
      ],
    ],
    [
      "stats max(@memorySize / 1000 / 1000) as size, max(@maxMemoryUsed / 1000 / 1000) as used",
      lambda,
      ["size=128 | used=90"],
    ],
    ["filter @duration > 1000 | fields @duration", lambda, ["@duration=3000.0"]],
    ["filter ispresent(@initDuration) | stats count(*) as cold", lambda, ["cold=1"]],
    [
      "stats count(*) as n by @type | sort n desc, @type",
      lambda,
      ["n=3", "@type=REPORT | n=2", "@type=END | n=1", "@type=START | n=1"],
    ],
    [`filter @requestId = "${id(2)}" | stats count(*) as n`, lambda, ["n=2"]],
    // Parse
    [
      'parse @message "Duration: * ms\tBilled Duration: * ms" as d, b | filter ispresent(d) | display d, b | sort d',
      lambda,
      ["d=14.97 | b=15", "d=3000.00 | b=3000"],
    ],
    [
      "parse @message /status=(?<status>\\d+) (?<rest>\\w+)/ | display status, rest",
      ["status=200 ok"],
      ["status=200 | rest=ok"],
    ],
    ["parse @message /(\\d+)-(\\d+)/ as a, b | display b, a", ["10-20"], ["b=20 | a=10"]],
    [
      'parse "user=*, method:*" as user, method | fields @message',
      ["user=ann, method:GET\n"],
      ["user=ann | method=GET | @message=user=ann, method:GET\n"],
    ],
    [
      "parse @message logfmt as lf | display lf.level, lf.msg",
      ['level=info msg="it works" n=1'],
      ["lf.level=info | lf.msg=it works"],
    ],
    [
      'fields concat(level, "-", status) as both | parse both "*-*" as l, s | display s, l | limit 1',
      json.slice(0, 1),
      ["s=200 | l=INFO"],
    ],
    // Stats
    [
      "stats count(*), count(latency), sum(latency), avg(latency), min(latency), max(latency)",
      json,
      [
        "count(*)=4 | count(latency)=3 | sum(latency)=149.75 | avg(latency)=49.9167 | min(latency)=7 | max(latency)=130.25",
      ],
    ],
    [
      "stats count() as n, count_distinct(level) as levels by ok | sort ok",
      json,
      ["n=1 | levels=1", "ok=0 | n=2 | levels=2", "ok=1 | n=1 | levels=1"],
    ],
    [
      "stats pct(latency, 50) as p50, percentile(latency, 99) as p99, median(latency) as m, stddev(latency) as sd",
      json,
      ["p50=12.5 | p99=130.25 | m=12.5 | sd=56.8486"],
    ],
    [
      "stats earliest(level) as first, latest(level) as last, sortsFirst(level) as low, sortsLast(level) as high",
      json,
      ["first=INFO | last=DEBUG | low=DEBUG | high=WARN"],
    ],
    [
      "stats latest(@timestamp) as last, max(@timestamp) as max",
      ["x", "y"],
      [`last=${startMs + 1000} | max=${startMs + 1000}`],
    ],
    [
      "stats ceil(avg(latency)) + 1 as up, sum(latency) / count(latency) as mean",
      json,
      ["up=51 | mean=49.9167"],
    ],
    [
      "stats values(level) as levels by ok | filter ok = 0",
      json,
      ['ok=0 | levels=["ERROR","WARN"]'],
    ],
    ["stats count(*) as n by level | filter n > 5", json, []],
    [
      "stats count(*) as n by strlen(level) as size | stats max(n) as most, count(*) as groups",
      json,
      ["most=2 | groups=2"],
    ],
    ["stats count(*) as n by level | sort level | limit 1", json, ["level=DEBUG | n=1"]],
    ["filter level = 'NONE' | stats count(*)", json, []],
    // Sort, limit, dedup, unnest
    ["fields @message | sort @timestamp asc | limit 1", ["one", "two"], ["@message=one"]],
    [
      "fields @message | sort @message desc",
      ["a10", "a9", "b"],
      ["@message=b", "@message=a10", "@message=a9"],
    ],
    [
      "fields status | sort status desc, level",
      json,
      ["status=500", "status=404", "status=201", "status=200"],
    ],
    ["fields latency | sort latency", json, ["", "latency=7", "latency=12.5", "latency=130.25"]],
    ["fields @message | limit any 1", ["one", "two"], ["@message=two"]],
    [
      "fields @message | limit 2 | filter @message != 'two'",
      ["one", "two", "three"],
      ["@message=three"],
    ],
    ["fields ok, level | dedup ok", json.slice(0, 3), ["ok=0 | level=ERROR", "ok=1 | level=INFO"]],
    [
      "fields ok, level | sort level desc | dedup ok | limit 1",
      json.slice(0, 3),
      ["ok=0 | level=WARN"],
    ],
    [
      "fields user.roles as role | unnest role | display role | sort role",
      json.slice(0, 2),
      ["role=a", "role=b", "role=c"],
    ],
    ["fields jsonParse('[1, 2]') as n | unnest n | stats sum(n) as total", ["x"], ["total=3"]],
    // Comments, pipes, capitals
    ["# first\nfields @message # a | b\n| LIMIT 1", ["x"], ["@message=x"]],
    ["fields @message\n| filter @message like /x#y/", ["x#y", "x"], ["@message=x#y"]],
  ])("%s", (query, messages, expected) => {
    expect(rows(query, messages)).toEqual(expected);
  });

  test("bin and datefloor group by time, oldest first", () => {
    const messages = ["a", "b", "c", "d"];
    const expected = [
      "2026-11-26 17:00:00.000",
      "2026-11-26 17:01:00.000",
      "2026-11-26 17:02:00.000",
    ];
    const counts = (query: string, stepMs: number) =>
      ask(query, messages, stepMs).map((row) => row[0]?.value);
    expect(counts("stats count(*) by bin(1m)", 40_000)).toEqual(expected);
    expect(counts("stats count(*) by datefloor(@timestamp, 60s)", 40_000)).toEqual(expected);
    expect(counts("stats count(*) by bin(1mo)", 86_400_000 * 3)).toEqual([
      "2026-11-01 00:00:00.000",
      "2026-12-01 00:00:00.000",
    ]);
    expect(counts("stats count(*) by bin(1w)", 86_400_000 * 2)).toEqual([
      "2026-11-23 00:00:00.000",
      "2026-11-30 00:00:00.000",
    ]);
    expect(counts("stats count(*) by dateceil(@timestamp, 1h)", 1)).toEqual([
      "2026-11-26 17:00:00.000",
      "2026-11-26 18:00:00.000",
    ]);
  });
});

describe("functions", () => {
  test.each([
    ["abs(-2)", "2"],
    ["ceil(1.2)", "2"],
    ["floor(-1.2)", "-2"],
    ["greatest(1, 3, 2)", "3"],
    ["least(1, 3, 2)", "1"],
    ["round(log(10))", "2"],
    ["round(2.345, 1)", "2.3"],
    ["sqrt(16)", "4"],
    ['toInt("12.7")', "12"],
    ["round(haversine(52.52, 13.4, 48.86, 2.35))", "877"],
    ["now()", String(startMs / 1000 + 60)],
    ["fromMillis(0)", "1970-01-01 00:00:00.000"],
    ["toMillis(@timestamp)", String(startMs)],
    ["ispresent(@message)", "1"],
    ["ispresent(nothing)", "0"],
    ["coalesce(nothing, 'b')", "b"],
    ["if(1 > 2, 'a', 'b')", "b"],
    ["case(1 > 2, 'a', 2 > 1, 'b', 'c')", "b"],
    ["isempty('')", "1"],
    ["isblank('  ')", "1"],
    ["concat('a', 1, true)", "a11"],
    ["trim('  a ')", "a"],
    ["ltrim('xxa', 'x')", "a"],
    ["rtrim('axx', 'x')", "a"],
    ["trim('[a]', '[]')", "a"],
    ["toupper('a')", "A"],
    ["tolower('A')", "a"],
    ["substr('xyzfooxyz', 3)", "fooxyz"],
    ["substr('xyzfooxyz', 3, 3)", "foo"],
    ["replace('foo$foo', 'foo', '$&')", "$&$$&"],
    ["regex_replace('a1b22', '[0-9]+', '#')", "a#b#"],
    ["strcontains('abc', 'b')", "1"],
    ["strcontains('abc', 'B')", "0"],
    ["strcontains('abc', 'B', true)", "1"],
    ["startsWith('abc', 'a')", "1"],
    ["endsWith('abc', 'a')", "0"],
    ["split('a,b', ',')", '["a","b"]'],
    ["urlencode('a b')", "a%20b"],
    ["urldecode('a%20b+c')", "a b c"],
    ["base64encode('hi')", "aGk="],
    ["base64decode('aGk=')", "hi"],
    ["md5('')", "d41d8cd98f00b204e9800998ecf8427e"],
    ["jsonStringify(jsonParse('{\"a\":1}'))", '{"a":1}'],
    ["isValidIp('10.0.0.1')", "1"],
    ["isValidIpV4('::1')", "0"],
    ["isValidIpV6('::1')", "1"],
    ["isIpInSubnet('10.1.2.3', '10.0.0.0/8')", "1"],
    ["isIpv4InSubnet('11.1.2.3', '10.0.0.0/8')", "0"],
    ["isIpv6InSubnet('2001:db8::1', '2001:db8::/32')", "1"],
    ["isIpInSubnet('10.1.2.3', 'nonsense')", "0"],
    ["ipv4ToNumber('1.0.0.1')", "16777217"],
    ["isPrivateIP('192.168.1.1')", "1"],
    ["isPublicIP('8.8.8.8')", "1"],
    ["isReservedIP('127.0.0.1')", "1"],
  ])("%s is %s", (expression, expected) => {
    expect(ask(`fields ${expression} as result`, ["x"])[0]?.[0]?.value).toBe(expected);
  });

  test("fields of what jsonParse made are fields", () => {
    expect(
      rows("fields jsonParse(@message) as j | display j.user.name | limit 1", json.slice(0, 1)),
    ).toEqual(["j.user.name=ann"]);
  });
});

test("events carry the pointer that GetLogRecord takes, groups do not", () => {
  expect(ask("fields @message", ["x"])).toEqual([
    [
      { field: "@message", value: "x" },
      { field: "@ptr", value: writePointer({ groupId: 1, timestampMs: startMs, sequence: 0 }) },
    ],
  ]);
  expect(ask("stats count(*) as n", ["x"])).toEqual([[{ field: "n", value: "1" }]]);
});

test("the caller's limit is that of the last rows, 10,000 when nobody sets one", () => {
  const many = Array.from({ length: 10_050 }, (_, index) => `m${index}`);
  expect(ask("fields @message", many)).toHaveLength(10_000);
  expect(ask("fields @message | limit 10050", many)).toHaveLength(10_050);
  expect(ask("fields @message | sort @message", many, 1, 5)).toHaveLength(5);
  expect(ask("fields @message | limit 20", many, 1, 5)).toHaveLength(5);
});

test("large groups have percentiles within half a per cent and distinct counts within three", () => {
  const many = Array.from({ length: 60_000 }, (_, index) => `n=${index + 1}`);
  const [row] = ask('parse "n=*" as n | stats pct(n, 90) as p90, count_distinct(n) as d', many);
  expect(Math.abs(Number(row?.[0]?.value) / 54_000 - 1)).toBeLessThan(0.006);
  expect(Math.abs(Number(row?.[1]?.value) / 60_000 - 1)).toBeLessThan(0.03);
});

test("a query that makes more than 100,000 groups gives up", () => {
  const running = compileQuery("stats count(*) by @message", { nowMs: 0 });
  const [event] = eventsOf(["x"]);
  const addMany = () => {
    for (let index = 0; index <= 100_000; index++)
      running.add({ ...event!, message: String(index) });
  };
  expect(addMany).toThrow("more than 100000 groups");
});

describe("what is refused", () => {
  test.each([
    ["fields @message | bad x", "unexpected symbol found bad at line 1 and position 19", 18, 21],
    [
      "stats count(*) by bin(1d)\n| sort bin(1d) desc",
      "unexpected symbol found ( at line 2 and position 11",
      36,
      37,
    ],
    ["filter @message like /x/i", "unexpected symbol found i at line 1 and position 25", 24, 25],
    ["fields foo(x)", "unexpected symbol found ( at line 1 and position 11", 10, 11],
    ["fields @message | limit 0", "limit must be a whole number from 1 to 100000", 24, 25],
    [
      "fields a | dedup a | sort a",
      "unexpected symbol found sort at line 1 and position 22",
      21,
      25,
    ],
    ["filter @message like /[/", "the regular expression has no end", 21, 22],
    ['fields "open', 'the quotation that begins with " has no end', 7, 12],
    ["filter count(*) > 1", "count stands in the stats command only", 7, 12],
    ["fields 5m", "5m is a period", 7, 9],
    ["stats count(*) by bin(5x)", "5x is not a period", 22, 24],
    ["stats pct(x)", "pct takes a field and a percentage", 6, 9],
    ["stats pct(x, 101)", "the percentage of pct must be from 0 to 100", 6, 9],
    ["fields strlen()", "strlen takes 1 arguments, not 0", 7, 13],
    ['parse @message "a*b*" as x', "the pattern has 2 wildcards and 1 name for them", 15, 21],
    ["pattern @message", "The local engine does not have the command pattern", 0, 7],
    ["filter a = ", "unexpected symbol found the end of the query", 11, 11],
    ["filter a == 1", "unexpected symbol found = at line 1 and position 11", 10, 11],
  ])("%s", (query, message, startCharOffset, endCharOffset) => {
    const compile = () => compileQuery(query, { nowMs: 0 });
    expect(compile).toThrow(message);
    try {
      compile();
    } catch (error) {
      const { code, fields } = error as ServiceError;
      expect(code).toBe("MalformedQueryException");
      expect(fields.queryCompileError).toMatchObject({
        location: { startCharOffset, endCharOffset },
      });
    }
  });
});
