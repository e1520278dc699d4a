import { asBase64, asText, followed, mapped, parsed, type Place, place } from "../json-place";
import { choice, echoed, type EventField, json, line } from "./sample-event";

export const methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/** Body and flag of an HTTP event: the body is shown as text also where it stands there in base64. */
export function bodyFields(): EventField[] {
  const written = place("body", asText);
  const encoded = place("isBase64Encoded");
  const inBase64 = place("body", asBase64);
  const body: Place = {
    read: (event) => (encoded.read(event) === "true" ? inBase64 : written).read(event),
    write: (event, value) =>
      (encoded.read(event) === "true" ? inBase64 : written).write(event, value),
  };
  return [
    { label: "Body", kind: "text", at: body },
    {
      label: "Body in base64",
      kind: "flag",
      at: followed(encoded, (after, before) => {
        const said = body.read(before);
        return said === undefined ? after : body.write(after, said);
      }),
    },
  ];
}

/** What payload format 2.0 is made of: HTTP APIs and function URLs. */
export function httpFields(): EventField[] {
  const routeKey = place("routeKey", asText);
  const contextRouteKey = place("requestContext", "routeKey", asText);
  const withRoute = (event: string, change: (route: string) => string): string => {
    const route = routeKey.read(event);
    // "$default" takes every method and path.
    if (!route?.includes(" ")) return event;
    return contextRouteKey.write(routeKey.write(event, change(route)), change(route));
  };
  const method = choice("Method", methods, "requestContext", "http", "method");
  const path = line("Path", "rawPath");
  return [
    {
      ...method,
      at: followed(method.at, (after) =>
        withRoute(after, (route) => route.replace(/^\S+/, method.at.read(after) ?? "ANY")),
      ),
    },
    {
      ...path,
      at: followed(path.at, (after, before) => {
        const next = path.at.read(after) ?? "/";
        const changed = place("requestContext", "http", "path", asText).write(after, next);
        // A route with parameters, "/orders/{id}", is none that can be told from the path.
        return withRoute(changed, (route) =>
          route.replace(/ (.*)$/, (all, at) => (at === path.at.read(before) ? ` ${next}` : all)),
        );
      }),
    },
    echoed(line("Query string", "rawQueryString"), place("queryStringParameters"), (said) =>
      JSON.stringify(joinedParameters(said), null, 2),
    ),
    json("Headers", "headers"),
    json("Cookies", "cookies"),
    line("Source IP", "requestContext", "http", "sourceIp"),
    ...bodyFields(),
  ];
}

/** As HTTP APIs do it: values of one name are joined by commas. */
function joinedParameters(query: string): Record<string, string> {
  const values = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(query))
    values.set(name, values.has(name) ? `${values.get(name)},${value}` : value);
  return Object.fromEntries(values);
}

/** What payload format 1.0 and load balancers are made of. */
export function proxyFields(more: readonly EventField[] = []): EventField[] {
  return [
    echoedWhereThere(
      choice("Method", methods, "httpMethod"),
      place("requestContext", "httpMethod", asText),
    ),
    pathField(),
    many(json("Query parameters", "queryStringParameters"), "multiValueQueryStringParameters"),
    many(json("Headers", "headers"), "multiValueHeaders"),
    ...more,
    ...bodyFields(),
  ];
}

function pathField(): EventField {
  const path = line("Path", "path");
  const stage = place("requestContext", "stage", asText);
  return {
    ...path,
    at: followed(path.at, (after, before) => {
      const [next, last] = [path.at.read(after) ?? "/", path.at.read(before)];
      let event = after;
      for (const [at, was, value] of [
        [
          place("requestContext", "path", asText),
          `/${stage.read(after)}${last}`,
          `/${stage.read(after)}${next}`,
        ],
        [place("resource", asText), last, next],
        [place("requestContext", "resourcePath", asText), last, next],
      ] as const)
        if (at.read(event) === was) event = at.write(event, value);
      return event;
    }),
  };
}

function echoedWhereThere(field: EventField, at: Place): EventField {
  return {
    ...field,
    at: followed(field.at, (after) =>
      at.read(after) === undefined ? after : at.write(after, field.at.read(after) ?? ""),
    ),
  };
}

/** The same values once more, each as a list, where the event has such a member. */
function many(field: EventField, member: string): EventField {
  const lists = place(member);
  return {
    ...field,
    at: followed(field.at, (after) => {
      if (lists.read(after) === undefined) return after;
      const values = parsed(field.at.read(after) ?? "null");
      const listed =
        typeof values === "object" && values !== null
          ? Object.fromEntries(Object.entries(values).map(([name, value]) => [name, [value]]))
          : null;
      return lists.write(after, JSON.stringify(listed, null, 2));
    }),
  };
}

/** Values that the event has as lists, `{"accept": ["a"]}`, edited as `{"accept": "a"}`. */
export function listedValues(label: string, member: string): EventField {
  const each = (said: string, change: (value: unknown) => unknown) => {
    const values = parsed(said);
    if (typeof values !== "object" || values === null) return undefined;
    const changed = Object.entries(values).map(([name, value]) => [name, change(value)]);
    return JSON.stringify(Object.fromEntries(changed), null, 2);
  };
  return {
    ...json(label, member),
    at: mapped(place(member), {
      read: (said) => each(said, (value) => (Array.isArray(value) ? value.join(",") : value)),
      write: (said) => each(said, (value) => [String(value)]),
    }),
  };
}

/** As `proxyFields`, for a load balancer that sends lists. */
export function listedProxyFields(): EventField[] {
  return proxyFields().map((field) =>
    field.label === "Query parameters"
      ? listedValues(field.label, "multiValueQueryStringParameters")
      : field.label === "Headers"
        ? listedValues(field.label, "multiValueHeaders")
        : field,
  );
}
