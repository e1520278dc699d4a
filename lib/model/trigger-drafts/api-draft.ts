import type { ApiRoute } from "../push-triggers";
import { type DraftKind, type DraftTarget, onlyProblems } from "./draft-kind";

export interface ApiDraft extends DraftTarget {
  kind: "api";
  protocol: "HTTP" | "REST" | "WEBSOCKET";
  /** Empty: the API is made first, by `apiName`. */
  apiId: string;
  apiName: string;
  /** Of HTTP and REST; ANY is all of them. */
  method: string;
  /** `/orders/{id}`; of a WebSocket API the key of the route: `$connect`, `$default`, `sendMessage`. */
  path: string;
  /** To which it is deployed; of an HTTP API `$default` has no part in the address. */
  stage: string;
  /** Of an HTTP API, the form of the event. */
  payloadFormatVersion: "1.0" | "2.0";
}

export const apiMethods = ["ANY", "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

export const apiDrafts: DraftKind<ApiDraft, ApiRoute> = {
  of: (route) => {
    const [method = "", path] = route.route.split(" ");
    return {
      kind: "api",
      protocol: route.protocol,
      apiId: route.apiId,
      apiName: route.apiName,
      method: path === undefined ? "" : method,
      path: path ?? method,
      stage: route.stages[0] ?? "",
      payloadFormatVersion: route.payloadFormatVersion === "1.0" ? "1.0" : "2.0",
      qualifier: route.qualifier,
    };
  },
  problems: ({ protocol, apiId, apiName, method, path, stage }) =>
    onlyProblems({
      apiId:
        apiId === ""
          ? (apiName.trim() === "" || apiName.length > 128) &&
            "An API's name has 1 to 128 characters."
          : !/^[\w-]+$/.test(apiId) && `${apiId} is no id of an API.`,
      method:
        protocol !== "WEBSOCKET" &&
        path !== "$default" &&
        !apiMethods.includes(method) &&
        `Choose one of ${apiMethods.join(", ")}.`,
      path: protocol === "WEBSOCKET" ? routeKeyProblem(path) : pathProblem(protocol, path),
      stage:
        !(protocol === "HTTP" && stage === "$default") &&
        !/^[\w-]{1,128}$/.test(stage) &&
        "A stage's name has 1 to 128 letters, digits, dashes or underscores.",
    }),
  lines: (draft) => [
    {
      label: draft.apiId === "" ? "New API" : "API",
      value: draft.apiId === "" ? draft.apiName : `${draft.apiName} (${draft.apiId})`,
    },
    { label: "Kind", value: protocolWords[draft.protocol] },
    { label: "Route", value: routeKeyOf(draft) },
    { label: "Stage", value: draft.stage },
    { label: "Calls", value: draft.qualifier ?? "$LATEST" },
    ...(draft.protocol === "HTTP" ? [{ label: "Event", value: draft.payloadFormatVersion }] : []),
  ],
};

const protocolWords: Record<ApiDraft["protocol"], string> = {
  HTTP: "HTTP API",
  REST: "REST API",
  WEBSOCKET: "WebSocket API",
};

/** `GET /orders`, `$default`, `$connect`. */
export function routeKeyOf({ protocol, method, path }: ApiDraft): string {
  return protocol === "WEBSOCKET" || path === "$default" ? path : `${method} ${path}`;
}

function routeKeyProblem(key: string): string | false {
  return (
    !/^(\$(connect|disconnect|default)|[^\s$]{1,128})$/.test(key) &&
    "A route is $connect, $disconnect, $default, or a word that the message's selection gives."
  );
}

/** Source: "Working with routes for HTTP APIs" and "Set up API resources" of REST APIs. */
function pathProblem(protocol: "HTTP" | "REST", path: string): string | false {
  if (protocol === "HTTP" && path === "$default") return false;
  if (!path.startsWith("/")) return "A path begins with /, as /orders/{id}.";
  if (path !== "/" && path.endsWith("/")) return "A path does not end with /.";
  const parts = path.slice(1).split("/");
  const greedy = parts.findIndex((part) => part.endsWith("+}"));
  if (greedy >= 0 && greedy < parts.length - 1)
    return "A part that takes all the rest, as {proxy+}, stands last.";
  const bad =
    path === "/"
      ? undefined
      : parts.find((part) => !/^(\{[\w.:-]+\+?\}|[\w.~:,*%$&'()!@;=-]+)$/.test(part));
  return bad !== undefined && `${bad || "An empty part"} cannot stand in a path.`;
}
