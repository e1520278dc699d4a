import { existsSync, statSync } from "node:fs";
import { join } from "node:path";

const serverlessNames = ["serverless.yml", "serverless.yaml", "serverless.json"];
const templateNames = ["template.yaml", "template.yml", "template.json", ...serverlessNames];

/** The template in a folder: SAM's before the Serverless Framework's. Undefined when there is none. */
export function findTemplate(folder: string): string | undefined {
  return templateNames
    .map((name) => join(folder, name))
    .find((file) => existsSync(file) && statSync(file).isFile());
}

export function isServerlessFile(file: string): boolean {
  return /(^|[\\/])serverless[^\\/]*\.(ya?ml|json)$/.test(file);
}
