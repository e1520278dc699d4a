import { readPath } from "../states/language/jsonpath/json-path.ts";
import { isMethod } from "../velocity/methods.ts";
import { fillTemplate } from "../velocity/fill-template.ts";
import { readTemplate } from "../velocity/read-template.ts";
import { type Template, TemplateError } from "../velocity/template.ts";
import { fromJson, isMap, type MapValue, textOf, Tool, type Value } from "../velocity/values.ts";
import { type ApiRequest, headerOf, queryOf } from "./api-request.ts";
import { GatewayFailure } from "./gateway-failure.ts";

/** What a template may name. */
export interface TemplateSource {
  call: ApiRequest;
  pathParameters: Readonly<Record<string, string>> | undefined;
  /** `$context`. */
  context: Readonly<Record<string, unknown>>;
  /** The body that it reads is an integration's answer. */
  isAnswer: boolean;
}

/** What a template sets beside the text that it makes. */
export interface Overrides {
  status?: string | undefined;
  headers: readonly Pair[];
  path: readonly Pair[];
  query: readonly Pair[];
}

type Pair = readonly [name: string, value: string];

const known = new Map<string, Template>();
const mostKnown = 500;
const methodsOfTools: Readonly<Record<string, readonly string[]>> = {
  input: ["json", "params", "path"],
  util: ["base64Decode", "base64Encode", "escapeJavaScript", "parseJson", "urlDecode", "urlEncode"],
};

/** Throws what `refuse` makes of a template that the engine cannot fill in. */
export function checkTemplate(text: string, refuse: (message: string) => Error): void {
  const unknown = (what: string) =>
    refuse(`The local engine does not support ${what} in mapping templates.`);
  let template: Template;
  try {
    template = readTemplate(text);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    throw refuse(`The local engine cannot read the mapping template: ${error.message}.`);
  }
  const ofTools = Object.values(methodsOfTools).flat();
  for (const [tool, methods] of Object.entries(methodsOfTools))
    for (const name of template.firstSteps.get(tool) ?? [])
      if (!methods.includes(name) && name !== "body") throw unknown(`$${tool}.${name}`);
  for (const name of template.methods)
    if (!isMethod(name) && !ofTools.includes(name)) throw unknown(`the method .${name}()`);
}

/**
 * Fills in a template of an API; `body` is the request's, or the integration's answer. Throws GatewayFailure where
 * the template reads JSON in a body that holds none, or does not come to its end.
 */
export function fillMappingTemplate(
  text: string,
  source: TemplateSource,
  body: string,
): { text: string; overrides: Overrides } {
  let template = known.get(text);
  try {
    if (!template) {
      template = readTemplate(text);
      if (known.size >= mostKnown) known.clear();
      known.set(text, template);
    }
    const context = fromJson(source.context) as MapValue;
    const own = () => new Map<string, Value>([["header", new Map()]]);
    const request = own().set("path", new Map()).set("querystring", new Map());
    const response = own();
    context.set("requestOverride", request).set("responseOverride", response);
    const variables = new Map<string, Value>([
      ["context", context],
      ["stageVariables", fromJson(source.call.stageVariables ?? {})],
      ["input", inputTool(source, body)],
      ["util", utilities],
    ]);
    const filled = fillTemplate(template, variables);
    const status = response.get("status");
    return {
      text: filled,
      overrides: {
        ...(status !== undefined && { status: textOf(status) }),
        headers: [...pairsIn(request.get("header")), ...pairsIn(response.get("header"))],
        path: pairsIn(request.get("path")),
        query: pairsIn(request.get("querystring")),
      },
    };
  } catch (error) {
    // A RangeError: a body nests more deeply than the stack.
    if (error instanceof TemplateError || error instanceof RangeError)
      throw new GatewayFailure("API_CONFIGURATION_ERROR");
    throw error;
  }
}

const pairsIn = (value: Value): [string, string][] =>
  isMap(value) ? [...value].map(([name, item]) => [name, textOf(item)]) : [];

function inputTool(source: TemplateSource, body: string): Tool {
  const { call, pathParameters = {}, isAnswer } = source;
  let document: { json: unknown } | undefined;
  const at = (path: Value): unknown => {
    const text = textOf(path);
    if (body === "") return undefined;
    document ??= { json: parseBody(body, !isAnswer) };
    try {
      // `$name` is a variable in state machines alone.
      return readPath(/^\$(?:[.[]|$)/.test(text) ? text : `$.${text}`, document.json);
    } catch {
      return undefined;
    }
  };
  const all = () =>
    fromJson({
      path: pathParameters,
      querystring: Object.fromEntries(queryOf(call)),
      header: Object.fromEntries(call.headers),
    });
  const one = (name: string) =>
    (Object.hasOwn(pathParameters, name) ? pathParameters[name] : undefined) ??
    queryOf(call).findLast(([given]) => given === name)?.[1] ??
    headerOf(call, name);
  return new Tool(
    {
      json(path = "$") {
        const value = at(path);
        if (body === "" && textOf(path) === "$") return "{}";
        return value === undefined ? '""' : JSON.stringify(value);
      },
      path: (path = "$") => fromJson(at(path)),
      params: (name) => (name === undefined ? all() : one(textOf(name))),
    },
    // API Gateway takes no body for an empty object.
    { body: body === "" ? "{}" : body },
  );
}

/** AWS's words for a request that holds no JSON; an answer that holds none is the API's fault. */
function parseBody(body: string, ofRequest: boolean): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    if (!ofRequest) throw new GatewayFailure("API_CONFIGURATION_ERROR");
    throw new GatewayFailure(
      "BAD_REQUEST_BODY",
      `Could not parse request body into json: ${(error as Error).message}`,
    );
  }
}

const utilities = new Tool({
  base64Decode: (text) => Buffer.from(textOf(text), "base64").toString("utf8"),
  base64Encode: (text) => Buffer.from(textOf(text)).toString("base64"),
  escapeJavaScript: (text) => escapeJavaScript(textOf(text)),
  parseJson(text) {
    try {
      return fromJson(JSON.parse(textOf(text)));
    } catch {
      return null;
    }
  },
  urlDecode(text) {
    try {
      return decodeURIComponent(textOf(text).replaceAll("+", " "));
    } catch {
      return null;
    }
  },
  // As java.net.URLEncoder does it.
  urlEncode: (text) =>
    encodeURIComponent(textOf(text))
      .replaceAll("%20", "+")
      .replaceAll(/[!'()~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`),
});

const short: Readonly<Record<string, string>> = {
  "\b": String.raw`\b`,
  "\n": String.raw`\n`,
  "\t": String.raw`\t`,
  "\f": String.raw`\f`,
  "\r": String.raw`\r`,
};

/** As Apache's StringEscapeUtils does it: quotation marks, backslashes, slashes and all that is not plain ASCII. */
function escapeJavaScript(text: string): string {
  return text.replaceAll(/["'\\/]|[^ -~]/g, (sign) => {
    if (/["'\\/]/.test(sign)) return `\\${sign}`;
    const code = sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0");
    return short[sign] ?? `\\u${code}`;
  });
}
