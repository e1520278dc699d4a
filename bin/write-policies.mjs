// Writes the smallest IAM policies into README.md, from the list of commands that Lambdeck sends.
import { readFileSync, writeFileSync } from "node:fs";
import { bundle } from "./bundle.mjs";

await bundle({ "render-policies": "lib/connections/render-policies.ts" });
const { replacePolicies } = await import("../dist/render-policies.mjs");
writeFileSync("README.md", replacePolicies(readFileSync("README.md", "utf8")));
