import { mapped, parsed, place } from "../json-place";
import { sourceIp, userAgent } from "./api";
import { choice, type EventField, line, type SampleEvent } from "./sample-event";
import { methods } from "./http-fields";

type Moment = "viewer-request" | "origin-request" | "origin-response" | "viewer-response";

const words: Record<Moment, string> = {
  "viewer-request": "viewer request",
  "origin-request": "origin request",
  "origin-response": "origin response",
  "viewer-response": "viewer response",
};

function cloudfrontEvent(eventType: Moment): object {
  const request = {
    clientIp: sourceIp,
    headers: {
      host: [{ key: "Host", value: "d111111abcdef8.cloudfront.net" }],
      "user-agent": [{ key: "User-Agent", value: userAgent }],
    },
    method: "GET",
    querystring: "page=2",
    uri: "/catalog/index.html",
    ...(eventType.startsWith("origin") && {
      origin: {
        custom: {
          customHeaders: {},
          domainName: "shop.example.com",
          keepaliveTimeout: 5,
          path: "",
          port: 443,
          protocol: "https",
          readTimeout: 30,
          sslProtocols: ["TLSv1.2"],
        },
      },
    }),
  };
  const response = {
    headers: {
      "content-type": [{ key: "Content-Type", value: "text/html" }],
      server: [{ key: "Server", value: "shop" }],
    },
    status: "200",
    statusDescription: "OK",
  };
  return {
    Records: [
      {
        cf: {
          config: {
            distributionDomainName: "d111111abcdef8.cloudfront.net",
            distributionId: "E2QWRUHEXAMPLE",
            eventType,
            requestId: "${uuid}",
          },
          request,
          ...(eventType.endsWith("response") && { response }),
        },
      },
    ],
  };
}

/** CloudFront's headers, `{"host": [{"key": "Host", "value": "..."}]}`, as `{"Host": "..."}`. */
function headerField(label: string, part: "request" | "response"): EventField {
  return {
    label,
    kind: "json",
    at: mapped(place("Records", 0, "cf", part, "headers"), {
      read(said) {
        const headers = parsed(said);
        if (typeof headers !== "object" || headers === null) return undefined;
        const lists = Object.entries(headers as Record<string, { key?: string; value: string }[]>);
        if (!lists.every(([, list]) => Array.isArray(list))) return undefined;
        const plain = lists.map(([name, list]) => [
          list[0]?.key ?? name,
          list.map(({ value }) => value).join(", "),
        ]);
        return JSON.stringify(Object.fromEntries(plain), null, 2);
      },
      write(said) {
        const headers = parsed(said);
        if (typeof headers !== "object" || headers === null) return undefined;
        const lists = Object.entries(headers).map(([key, value]) => [
          key.toLowerCase(),
          [{ key, value: String(value) }],
        ]);
        return JSON.stringify(Object.fromEntries(lists), null, 2);
      },
    }),
  };
}

export const cloudfrontEvents: SampleEvent[] = (Object.keys(words) as Moment[]).map((moment) => ({
  id: `cloudfront-${moment}`,
  label: `CloudFront ${words[moment]}`,
  group: "API and web",
  service: "cloudfront",
  event: () => cloudfrontEvent(moment),
  fields: () => {
    const at = ["Records", 0, "cf"] as const;
    return [
      choice("Method", methods, ...at, "request", "method"),
      line("URI", ...at, "request", "uri"),
      line("Query string", ...at, "request", "querystring"),
      headerField("Request headers", "request"),
      line("Client IP", ...at, "request", "clientIp"),
      ...(moment.endsWith("response")
        ? [
            choice("Status", ["200", "301", "403", "404", "500"], ...at, "response", "status"),
            headerField("Response headers", "response"),
          ]
        : []),
    ];
  },
}));
