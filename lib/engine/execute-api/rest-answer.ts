import { gzipSync } from "node:zlib";
import type { RestDeployment, RestIntegration } from "../apigateway/rest-api.ts";
import type { UrlAnswer } from "../function-urls/url-answer.ts";
import { ownValue } from "../own-value.ts";
import { type ApiRequest, headerOf } from "./api-request.ts";
import { GatewayFailure, gatewayFailures } from "./gateway-failure.ts";
import { fillMappingTemplate } from "./mapping-template.ts";
import { type RestSource, restValue, templateSource, withHeader } from "./rest-mapping.ts";

type Headers = UrlAnswer["headers"];

/** The response that an integration's answer selects, by its status or its error message. */
export function mapRestAnswer(
  source: RestSource,
  { integrationResponses = {} }: RestIntegration,
  answer: UrlAnswer,
  selector: string,
): UrlAnswer {
  const responses = Object.values(integrationResponses);
  const fitting = responses.find(
    ({ selectionPattern = "" }) => selectionPattern !== "" && wholly(selectionPattern, selector),
  );
  const response =
    fitting ?? responses.find(({ selectionPattern = "" }) => selectionPattern === "");
  if (!response) throw new GatewayFailure("API_CONFIGURATION_ERROR");
  const withAnswer = { ...source, answer };
  let headers: Headers = [];
  for (const [target, expression] of Object.entries(response.responseParameters ?? {})) {
    const [, name] = /^method\.response\.header\.(.+)$/.exec(target) ?? [];
    const value = restValue(expression, withAnswer);
    if (name !== undefined && value !== undefined) headers = [...headers, [name, value]];
  }
  const templates = response.responseTemplates ?? {};
  const [type = "application/json", template] = templateFor(templates, source.call);
  if (!headers.some(([name]) => name.toLowerCase() === "content-type"))
    headers = [["Content-Type", type], ...headers];
  const status = Number(response.statusCode);
  if (!template) return { status, headers, body: answer.body };
  const body = Buffer.from(answer.body as string).toString("utf8");
  const { text, overrides } = fillMappingTemplate(template, templateSource(withAnswer), body);
  for (const [name, value] of overrides.headers) headers = withHeader(headers, name, value);
  const overridden = Number(overrides.status ?? status);
  const isStatus = Number.isInteger(overridden) && overridden >= 100 && overridden <= 599;
  return { status: isStatus ? overridden : status, headers, body: text };
}

/** The template of the type that the client takes, else that of JSON, else the first. */
function templateFor(
  templates: Readonly<Record<string, string>>,
  call: ApiRequest,
): readonly [type?: string, template?: string] {
  const accepted = (headerOf(call, "accept") ?? "")
    .split(",")
    .map((one) => one.split(";")[0]?.trim() ?? "");
  for (const type of [...accepted, "application/json"]) {
    const template = ownValue(templates, type);
    if (template !== undefined) return [type, template];
  }
  return Object.entries(templates)[0] ?? [];
}

function wholly(pattern: string, text: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, "s").test(text);
  } catch {
    return false;
  }
}

/** Templates of gateway responses hold variables and nothing else of Velocity (API Gateway's developer guide). */
const variable = /\$\{?((?:context|stageVariables|method\.request)(?:\.[\w-]+)+)\}?/g;

/** A failure as `$context.error`. */
export const errorOf = ({ type, told, details }: GatewayFailure): RestSource["error"] => ({
  message: told ?? "",
  messageString: JSON.stringify(told),
  responseType: type,
  ...(details !== undefined && { validationErrorString: details }),
});

/** A failure as the API words it: by its own response of that type, or of all of its class. */
export function failureAnswer(
  { type, told, status }: GatewayFailure,
  deployment: RestDeployment | undefined,
  source: RestSource,
): UrlAnswer {
  const classType = status < 500 ? "DEFAULT_4XX" : "DEFAULT_5XX";
  const { gatewayResponses = {} } = deployment ?? {};
  const own = gatewayResponses[type] ?? gatewayResponses[classType];
  const [mediaType = "application/json", template] = templateFor(
    own?.responseTemplates ?? {},
    source.call,
  );
  let headers: Headers = [
    ["Content-Type", mediaType],
    ["x-amzn-ErrorType", gatewayFailures[type].errorType],
  ];
  for (const [target, expression] of Object.entries(own?.responseParameters ?? {})) {
    const value = restValue(expression, source);
    const name = target.replace("gatewayresponse.header.", "");
    if (value !== undefined) headers = withHeader(headers, name, value);
  }
  const standard = () =>
    JSON.stringify(
      told !== null && type === "ACCESS_DENIED" ? { Message: told } : { message: told },
    );
  return {
    status: Number(own?.statusCode ?? status),
    headers,
    body:
      template === undefined
        ? standard()
        : template.replaceAll(variable, (_text, name: string) => restValue(name, source) ?? ""),
  };
}

/** An answer as it is sent to who takes gzip, where the API compresses answers of its size. */
export function compressed(
  answer: UrlAnswer,
  call: ApiRequest,
  minimumBytes: number | undefined,
): UrlAnswer {
  const encoded = answer.headers.some(([name]) => name.toLowerCase() === "content-encoding");
  const takes = /\bgzip\b/.test(headerOf(call, "accept-encoding") ?? "");
  const bytes = Buffer.byteLength(answer.body);
  if (minimumBytes === undefined || bytes < Math.max(minimumBytes, 1) || encoded || !takes)
    return answer;
  return {
    ...answer,
    headers: [...answer.headers, ["Content-Encoding", "gzip"]],
    body: gzipSync(answer.body),
  };
}
