import { base64Of } from "./base64";
import type { FunctionDetail } from "./function-detail";
import type { InvokeRequest, InvokeResult } from "./invoke";
import { functionErrorOf } from "./invoke";
import { formatJson } from "./json-text";

/** Where and as whom a call is sent. */
export interface CallPlace {
  functionName: string;
  region: string;
  /** Absent for AWS itself. */
  endpoint?: string;
  profile?: string;
  /** Lambdeck's own address and the connection's id, for a call through it. */
  lambdeck: { origin: string; connectionId: string };
}

/** A shell takes arguments up to 128 KB; larger events are read from a file. */
const longestArgument = 100_000;

/** A word for a POSIX shell. */
const quoted = (word: string): string =>
  /^[\w./:=@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;

const command = (parts: readonly (string | false | undefined)[]): string =>
  parts.filter((part) => part).join(" \\\n  ");

/** The note before a command whose event stands in a file, and how it names the event. */
function eventArgument(payload: string, inline: (word: string) => string, file: string) {
  return payload.length <= longestArgument
    ? { note: "", argument: inline(quoted(payload)) }
    : {
        note: "# The event is too long for a command: save it as event.json first.\n",
        argument: file,
      };
}

/** The call for the AWS CLI. */
export function asAwsCli(request: InvokeRequest, place: CallPlace): string {
  const { note, argument } = eventArgument(
    request.payload,
    (word) => `--payload ${word}`,
    "--payload file://event.json",
  );
  const context = request.clientContext && base64Of(request.clientContext);
  return `${note}${command([
    "aws lambda invoke",
    `--function-name ${quoted(place.functionName)}`,
    request.qualifier && `--qualifier ${quoted(request.qualifier)}`,
    request.type !== "RequestResponse" && `--invocation-type ${request.type}`,
    request.logTail && request.type === "RequestResponse" && "--log-type Tail",
    context && `--client-context ${quoted(context)}`,
    "--cli-binary-format raw-in-base64-out",
    argument,
    `--region ${place.region}`,
    place.profile && `--profile ${quoted(place.profile)}`,
    place.endpoint && `--endpoint-url ${quoted(place.endpoint)}`,
    "response.json",
  ])}`;
}

/** The call for curl, signed by curl itself with the keys of the environment. */
export function asCurl(request: InvokeRequest, place: CallPlace): string {
  const base =
    place.endpoint?.replace(/\/$/, "") ??
    `https://lambda.${place.region}.${domainOf(place.region)}`;
  const path = request.streaming
    ? `/2021-11-15/functions/${encodeURIComponent(place.functionName)}/response-streaming-invocations`
    : `/2015-03-31/functions/${encodeURIComponent(place.functionName)}/invocations`;
  const query = request.qualifier ? `?Qualifier=${encodeURIComponent(request.qualifier)}` : "";
  const { note, argument } = eventArgument(
    request.payload,
    (word) => `--data-binary ${word}`,
    "--data-binary @event.json",
  );
  const context = request.clientContext && base64Of(request.clientContext);
  return `${note}${command([
    request.streaming ? "curl --no-buffer" : "curl",
    `--aws-sigv4 "aws:amz:${place.region}:lambda"`,
    '--user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY"',
    // Left out by curl when the variable is empty.
    '--header "x-amz-security-token: $AWS_SESSION_TOKEN"',
    !request.streaming && `--header 'X-Amz-Invocation-Type: ${request.type}'`,
    request.logTail && request.type === "RequestResponse" && "--header 'X-Amz-Log-Type: Tail'",
    context && `--header ${quoted(`X-Amz-Client-Context: ${context}`)}`,
    "--header 'Content-Type: application/json'",
    argument,
    quoted(`${base}${path}${query}`),
  ])}`;
}

/** The call through Lambdeck's own API, which signs it and keeps it in the history. */
export function asLambdeckCurl(request: InvokeRequest, place: CallPlace): string {
  const { type, streaming, ...rest } = request;
  const body = JSON.stringify(streaming ? rest : { ...rest, type });
  const path = `/api/functions/${encodeURIComponent(place.functionName)}/invoke${streaming ? "/stream" : ""}`;
  const query = `?connection=${encodeURIComponent(place.lambdeck.connectionId)}`;
  const note = "# LAMBDECK_TOKEN is the token in the link that npm start prints.\n";
  return `${note}${command([
    streaming ? "curl --no-buffer" : "curl",
    '--header "Authorization: Bearer $LAMBDECK_TOKEN"',
    "--header 'Content-Type: application/json'",
    `--data-binary ${quoted(body)}`,
    quoted(`${place.lambdeck.origin}${path}${query}`),
  ])}`;
}

const domainOf = (region: string) =>
  region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";

export type TestRunner = "vitest" | "jest" | "pytest";

/** The runners for functions of a runtime; none for one whose tests Lambdeck does not write. */
export function testRunners(runtime: string | undefined): TestRunner[] {
  if (runtime?.startsWith("nodejs")) return ["vitest", "jest"];
  return runtime?.startsWith("python") ? ["pytest"] : [];
}

export interface TestFile {
  name: string;
  text: string;
}

type TestedFunction = Pick<FunctionDetail, "name" | "handler" | "runtime" | "memoryMb" | "arn">;

/** A unit test of the handler: the event, and the answer or error that came. */
export function asTestFile(
  runner: TestRunner,
  request: Pick<InvokeRequest, "payload">,
  result: InvokeResult,
  detail: TestedFunction,
): TestFile {
  return runner === "pytest"
    ? pytestFile(request, result, detail)
    : nodeFile(runner, request, result, detail);
}

/** `src/app.handler`: the module `src/app`, and the name it exports. */
function handlerParts({ handler = "index.handler" }: TestedFunction): {
  module: string;
  name: string;
} {
  const at = handler.lastIndexOf(".");
  return { module: handler.slice(0, at), name: handler.slice(at + 1) };
}

function nodeFile(
  runner: "vitest" | "jest",
  { payload }: Pick<InvokeRequest, "payload">,
  result: InvokeResult,
  detail: TestedFunction,
): TestFile {
  const { module, name } = handlerParts(detail);
  const error = functionErrorOf(result);
  const event = formatJson(payload) ?? JSON.stringify(payload);
  const expected = formatJson(result.payload) ?? "undefined";
  const check = error
    ? `  await expect(${name}(event, context)).rejects.toThrow(${JSON.stringify(error.message)});`
    : `  expect(await ${name}(event, context)).toEqual(${expected.replaceAll("\n", "\n  ")});`;
  return {
    name: `${module.split("/").at(-1)}.test.mjs`,
    text: `import { expect, test } from "${runner === "jest" ? "@jest/globals" : "vitest"}";
import { ${name} } from "./${module}.js";

const event = ${event};

const context = {
  functionName: ${JSON.stringify(detail.name)},
  functionVersion: "$LATEST",
  invokedFunctionArn: ${JSON.stringify(detail.arn)},
  memoryLimitInMB: "${detail.memoryMb}",
  awsRequestId: "00000000-0000-4000-8000-000000000000",
  getRemainingTimeInMillis: () => 30_000,
};

test(${JSON.stringify(`${detail.name} ${error ? `fails with ${error.type ?? "an error"}` : "answers as it did"}`)}, async () => {
${check}
});
`,
  };
}

function pytestFile(
  { payload }: Pick<InvokeRequest, "payload">,
  result: InvokeResult,
  detail: TestedFunction,
): TestFile {
  const { module, name } = handlerParts(detail);
  const error = functionErrorOf(result);
  const check = error
    ? `    with pytest.raises(Exception) as raised:
        ${name}(EVENT, Context())
${error.type ? `    assert type(raised.value).__name__ == ${JSON.stringify(error.type)}\n` : ""}    assert str(raised.value) == ${JSON.stringify(error.message)}`
    : `    assert ${name}(EVENT, Context()) == json.loads(${pythonText(result.payload || "null")})`;
  return {
    name: `test_${module.split("/").at(-1)}.py`,
    text: `import json
${error ? "\nimport pytest\n" : ""}
from ${module.replaceAll("/", ".")} import ${name}

EVENT = json.loads(${pythonText(payload)})


class Context:
    function_name = ${JSON.stringify(detail.name)}
    function_version = "$LATEST"
    invoked_function_arn = ${JSON.stringify(detail.arn)}
    memory_limit_in_mb = "${detail.memoryMb}"
    aws_request_id = "00000000-0000-4000-8000-000000000000"

    def get_remaining_time_in_millis(self):
        return 30_000


def test_${detail.name.replaceAll(/\W/g, "_")}_${error ? "fails" : "answers"}():
${check}
`,
  };
}

/** A raw string where the text allows it, so that it stays readable. */
function pythonText(payload: string): string {
  const text = formatJson(payload) ?? payload;
  return text.includes('"""') || /["\\]$/.test(text) ? JSON.stringify(text) : `r"""${text}"""`;
}
