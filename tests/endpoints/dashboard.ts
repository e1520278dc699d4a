import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { vi } from "vitest";
import { saveEndpoint } from "@/lib/store/endpoints";

type Handler = (
  request: Request,
  context: { params: Promise<Record<string, string | string[]>> },
) => Promise<Response>;

const apiFolder = resolve("app/api");

/** The paths of all routes as Next knows them, e.g. `/api/functions/[name]/code`. */
export const routePaths = readdirSync(apiFolder, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith("route.ts"))
  .map((file) => `/api/${file.replace(/\/route\.ts$/, "")}`);

const routes = routePaths
  .map((path) => ({
    path,
    file: join(apiFolder, relative("/api", path), "route.ts"),
    pattern: new RegExp(
      `^${path.replaceAll(/\[\.\.\.(\w+)\]/g, "(?<$1>.+)").replaceAll(/\[(\w+)\]/g, "(?<$1>[^/]+)")}$`,
    ),
  }))
  // A fixed name goes before a placeholder, as in Next.
  .sort((a, b) => placeholders(a.path) - placeholders(b.path));

function placeholders(path: string): number {
  return path.split("[").length + (path.includes("[...") ? 100 : 0);
}

export interface Answered {
  status: number;
  headers: Headers;
  text: string;
  // Tests look into answers of every shape.
  json: ReturnType<typeof JSON.parse>;
}

/** Calls a route's handler as Next would and reads its whole answer. */
export async function call(
  method: string,
  address: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answered> {
  const response = await respond(method, address, { body, headers });
  const text = await response.text();
  const isJson = response.headers.get("content-type")?.startsWith("application/json");
  return {
    status: response.status,
    headers: response.headers,
    text,
    json: isJson ? JSON.parse(text) : undefined,
  };
}

/** As `call`, for answers that are streams. */
export async function respond(
  method: string,
  address: string,
  given: { body?: unknown; headers?: Record<string, string>; signal?: AbortSignal } = {},
): Promise<Response> {
  const url = new URL(address, "http://lambdeck.localhost");
  const route = routes.find(({ pattern }) => pattern.test(url.pathname));
  if (!route) throw new Error(`no route for ${url.pathname}`);
  const handlers = (await import(route.file)) as Record<string, Handler | undefined>;
  const handler = handlers[method];
  if (!handler) throw new Error(`${route.path} has no ${method}`);
  const params = Object.fromEntries(
    Object.entries(route.pattern.exec(url.pathname)?.groups ?? {}).map(([name, value]) => [
      name,
      decodeURIComponent(value),
    ]),
  );
  const request = new Request(url, {
    method,
    headers: given.headers,
    signal: given.signal,
    ...(given.body !== undefined && { body: JSON.stringify(given.body) }),
  });
  return handler(request, { params: Promise.resolve(params) });
}

/** A home folder of its own for the dashboard's store and the AWS files, and nothing from outside. */
export function isolate(): { folder: string; clear(): void } {
  const folder = mkdtempSync(join(tmpdir(), "lambdeck-endpoints-"));
  for (const name of Object.keys(process.env))
    if (name.startsWith("AWS_") || name.startsWith("LAMBDECK_")) vi.stubEnv(name, undefined);
  vi.stubEnv("HOME", folder);
  vi.stubEnv("LAMBDECK_HOME", folder);
  vi.stubEnv("LAMBDECK_ENGINE_PORT", "off");
  vi.stubEnv("AWS_CONFIG_FILE", join(folder, "config"));
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", join(folder, "credentials"));
  vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
  return {
    folder,
    clear: () => {
      vi.unstubAllEnvs();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

let made = 0;

/** Saves the address as an endpoint of a new name and gives `connection=` for it. */
export function connectTo(url: string): string {
  made += 1;
  saveEndpoint({ name: `fake${made}`, url, region: "us-east-1" });
  return `connection=endpoint:fake${made}@us-east-1`;
}
