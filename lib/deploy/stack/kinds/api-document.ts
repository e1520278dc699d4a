import { readFileSync } from "node:fs";
import { isAbsolute, resolve } from "node:path";
import { DeployError } from "../../deploy-error";
import { parseTemplateText } from "../parse-document";
import { isValues, type Values } from "../template";

/** The OpenAPI document of an API: in the template, or in a file beside it. Throws DeployError. */
export function readApiDocument(
  { Body, BodyS3Location: location }: Values,
  folder: string,
): Values | undefined {
  if (isValues(Body)) return Body;
  if (typeof Body === "string") return parseTemplateText(Body, "the API's document");
  if (location === undefined) return undefined;
  if (typeof location !== "string" || location.startsWith("s3://"))
    throw new DeployError("its document is in a bucket, and those are not read");
  const file = isAbsolute(location) ? location : resolve(folder, location);
  try {
    return parseTemplateText(readFileSync(file, "utf8"), file);
  } catch (error) {
    if (error instanceof DeployError) throw error;
    throw new DeployError(`its document ${location} cannot be read`, { cause: error });
  }
}
