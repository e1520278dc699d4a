import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

function routeFiles(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return name === "[...path]" ? [] : routeFiles(path);
    return name === "route.ts" ? [path] : [];
  });
}

/** `GET /api/functions/{name}` for every method that a route file exports. */
const routes = routeFiles(join("app", "api")).flatMap((file) => {
  const path = file
    .replace(/^app/, "")
    .replace(/\/route\.ts$/, "")
    .replace(/\[(\w+)\]/g, "{$1}");
  const source = readFileSync(file, "utf8");
  return [
    ...source.matchAll(/^export (?:const|(?:async )?function) (GET|POST|PUT|PATCH|DELETE)\b/gm),
  ].map(([, method]) => `${method} ${path}`);
});

const documented = [
  ...readFileSync("docs/api.md", "utf8").matchAll(
    /^\| `((?:GET|POST|PUT|PATCH|DELETE) \/api\/[^`?]*)[?`]/gm,
  ),
].map(([, route]) => route);

test("docs/api.md has every route", () => {
  expect(routes.length).toBeGreaterThan(20);
  expect(routes.filter((route) => !documented.includes(route))).toEqual([]);
});

test("docs/api.md has no route that is not there", () => {
  // The gate itself signs in and out.
  const ofTheGate = ["POST /api/session", "DELETE /api/session"];
  expect(
    documented.filter((route) => !routes.includes(route!) && !ofTheGate.includes(route!)),
  ).toEqual([]);
});
