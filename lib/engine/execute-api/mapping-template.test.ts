import { expect, test } from "vitest";
import type { ApiRequest } from "./api-request.ts";
import { GatewayFailure } from "./gateway-failure.ts";
import { checkTemplate, fillMappingTemplate, type TemplateSource } from "./mapping-template.ts";

const call: ApiRequest = {
  apiId: "a1",
  region: "us-east-1",
  accountId: "000000000000",
  stage: "dev",
  stageVariables: { v: "1" },
  method: "POST",
  fullPath: "/dev/7",
  path: "/7",
  rawQuery: "q=1&q=2",
  headers: [["X-Own", "h"]],
  body: new Uint8Array(),
  protocol: "HTTP/1.1",
  sourceIp: "127.0.0.1",
  userAgent: undefined,
  domainName: "h",
  requestId: "r",
  extendedRequestId: "e",
  traceHeader: "t",
  nowMs: 0,
};
const source: TemplateSource = {
  call,
  pathParameters: { id: "7" },
  context: {
    stage: "dev",
    resourceId: null,
    authorizer: { principalId: "me", role: "it's" },
  },
  isAnswer: false,
};
const body = JSON.stringify({
  a: { b: [1, 2] },
  text: 'say "hi"',
  "odd name": true,
  empty: "",
  nothing: null,
  pets: [
    { name: "Rex", price: 10 },
    { name: "Tom", price: 3 },
  ],
});
const fill = (template: string, given = body) => fillMappingTemplate(template, source, given).text;

test.each([
  ["$input.body", body],
  ["$input.json('$.a.b[1]')", "2"],
  ["$input.json('$.a')", '{"b":[1,2]}'],
  ["$input.json('$.none')", '""'],
  ["$input.json('$text')", '""'],
  ["$input.json('text')", '"say \\"hi\\""'],
  ["$input.json('$.pets[?(@.price > 5)].name')", '["Rex"]'],
  ["$input.path('$.text')", 'say "hi"'],
  ["$input.path(\"$['odd name']\")", "true"],
  [
    "$input.path('$.a') $input.path('$.pets')",
    `{b=[1,2]} ${JSON.stringify(JSON.parse(body).pets)}`,
  ],
  ["$input.params('id')-$input.params('q')-$input.params('x-own')-$input.params('none')", "7-2-h-"],
  ["$input.params().querystring.q$input.params().path", "2{id=7}"],
  ["${context.stage}-$context.resourceId-$context.authorizer.principalId", "dev--me"],
  ["$stageVariables.v$stageVariables['v']$stageVariables.constructor", "11"],
  ["$util.escapeJavaScript($input.path('$.text'))", String.raw`say \"hi\"`],
  [`$util.escapeJavaScript("it's é/")`, String.raw`it\'s \u00E9\/`],
  [`$util.escapeJavaScript($context.authorizer.role).replaceAll("\\\\'", "'")`, "it's"],
  ["$util.urlEncode('a b&c~')", "a+b%26c%7E"],
  ["$util.urlDecode('a+b%26c')", "a b&c"],
  ["$util.base64Decode($util.base64Encode('x'))", "x"],
  ["$util.parseJson('{\"a\": [true]}').a[0]", "true"],
  ["costs $5 or $ #1 \\$context.stage \\n", "costs $5 or $ #1 $context.stage \\n"],
  ["$none.of.this()$!none", ""],
])("%s becomes %s", (template, text) => {
  expect(fill(template)).toBe(text);
});

test("no body is an empty object, and one that is no JSON is the client's fault", () => {
  expect(fill("$input.json('$') $input.body $input.path('$')", "")).toBe("{} {} ");
  expect(() => fill("$input.json('$')", "hello")).toThrow(
    expect.objectContaining({
      type: "BAD_REQUEST_BODY",
      told: expect.stringMatching(/^Could not parse request body into json: /),
    }),
  );
  expect(fill("$input.body", "hello")).toBe("hello");
});

test.each([
  ["#set($a = 1 + 2 * 3)$a", "7"],
  ["#set($a = (1 + 2) * -3 - 1)$a #set($b = 7 / 2)$b #set($c = 7 % 4)$c", "-10 3 3"],
  ['#set($a = "x" + 1)$a #set($a = "$a-${a}y")$a', "x1 x1-x1y"],
  ["#set($a = '$b')$a", "$b"],
  ["#set($m = {'k': [1, 'two']})$m.k[1] $m.get('k').size() $m", "two 2 {k=[1, two]}"],
  ["#set($m = {})#set($m.k = 1)#set($m['l'] = 2)$!m.put('n', 3)$m.keySet()", "[k, l, n]"],
  ["#set($l = [1..3])$l.contains(2) $!l.remove(0)$l $l.isEmpty()", "true 1[2, 3] false"],
  ["#set($l = [])#set($x = $l.add('a'))#set($x = $l.add('b'))$l.get(1)$l.size()", "b2"],
  ["#if($none)a#elseif(1 > 2)b#{else}c#end", "c"],
  ["#if($input.path('$.nothing') == '' && !$none)a#end", "a"],
  ["#if($input.params('none') != '')a#{else}b#end", "b"],
  ["#if(1 == 1.0 and 'a' ne 'b' and not false)a#end", "a"],
  [
    "#foreach($p in $input.path('$.pets'))$foreach.index:$p.name#if($foreach.hasNext),#end#end",
    "0:Rex,1:Tom",
  ],
  ["#foreach($i in [1..9])#if($foreach.count > 2)#break#end$i#end!", "12!"],
  ["#foreach($i in [3..1])$i#foreach($j in ['a'])$foreach.parent.count#end#end", "312213"],
  ["#set($m = {'a': 1})#foreach($e in $m.entrySet())$e.key$e.getValue()#end", "a1"],
  ["#foreach($i in [1, 2])$foreach.getIndex()#if($foreach.hasNext())-#end#end", "0-1"],
  ["a#stop b", "a"],
  ['{"a": #if(true)1#{else}2#end}', '{"a": 1}'],
  ["a ## comment\nb#* more\n *#c #[[ $input.body #if ]]#", "a bc  $input.body #if "],
  [
    "#define($loop)#foreach($k in $map.keySet())$k=$map.get($k) #end#end#set($map = {'x': 1})$loop",
    "x=1 ",
  ],
  ["#macro(twice $x)$x$x#end#twice('a')#twice(2)", "aa22"],
  ["  #set($a = 1)\n#if(true)\nx\n#end\n$a", "x\n1"],
  ["$input.path('$.text').toUpperCase().substring(0, 3).toLowerCase().length()", "3"],
  [
    "#set($s = 'a,b,,')$s.split(',').size() $s.replaceAll('(a),', '$1;') $s.indexOf('b')",
    "2 a;b,, 2",
  ],
  ["#set($n = 0)#set($n = $n.parseInt('12') + 1)$n", "13"],
])("%s fills in", (template, text) => {
  expect(fill(template)).toBe(text);
});

test("a template may override what is sent", () => {
  const { overrides } = fillMappingTemplate(
    "#set($context.responseOverride.status = 201)#set($context.responseOverride.header.X-A = 'b')#set($context.requestOverride.path.id = 'c')",
    source,
    "",
  );
  expect(overrides).toMatchObject({ status: "201", headers: [["X-A", "b"]], path: [["id", "c"]] });
});

test.each([
  ["#if(1)", /no #end/],
  ["#end", /ends nothing/],
  ["#set(1 = 2)", /needs a variable/],
  ["#parse('x')", /#parse is not supported/],
  ["$input.foo('x')", /does not support \$input\.foo/],
  ["$util.toJson($x)", /does not support/],
  ["$a.stream()", /does not support the method \.stream\(\)/],
  ["#set($a = " + "(".repeat(200), /too deeply nested/],
])("%s is refused", (template, words) => {
  expect(() => checkTemplate(template, (message) => new Error(message))).toThrow(words);
});

test.each([
  "#foreach($a in [1..1000])#foreach($b in [1..1000])$a#end#end",
  "#set($a = 'aaaaaaaaaa')#foreach($i in [1..60])#set($a = \"$a$a\")#end",
  "#set($a = [1])#foreach($i in [1..60])#set($x = $a.addAll($a))#end",
  "#set($a = [1])#foreach($i in [1..60])#set($a = [$a, $a])#end$a",
  "#set($a = [])#set($x = $a.add($a))$a",
  "#macro(again)#again()#end#again()",
  "#define($x)$x#end$x",
  "#set($a = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab')$a.matches('(a+)+c')",
  "#set($a = 'aaaaaaaaaaaaaaaaaaaaaaaaa')#foreach($i in [1..60])#set($a = $a.replaceAll('a', 'aaaaaaaaa'))#end",
])("%s ends soon", (template) => {
  expect(() => fill(template)).toThrow(GatewayFailure);
});

test.each(["$a[", "#*", "#[[", '$a["', "\\", "$a.b(", "#if(", "#set($a = {", "$!{", "#macro(a)"])(
  "30,000 characters of %s are read soon",
  (part) => {
    const startedMs = performance.now();
    try {
      checkTemplate(part.repeat(30_000 / part.length), (message) => new Error(message));
    } catch (error) {
      expect((error as Error).message).toMatch(/cannot read/);
    }
    expect(performance.now() - startedMs).toBeLessThan(3000);
  },
);

test("a #foreach takes AWS's thousand rounds", () => {
  expect(fill("#foreach($i in [1..5000])x#end")).toHaveLength(1000);
});
