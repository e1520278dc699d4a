import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { isAbsolute, join, resolve } from "node:path";
import { bundleTypeScript, type BundleOptions, findTypeScript } from "../bundle-typescript";
import { DeployError } from "../deploy-error";
import type { DeployRequest } from "../deploy-function";
import { patternFilter } from "../package-patterns";
import { type FolderFile, readFolder } from "../read-folder";
import { asList, asValues, isValues, type Values } from "./template";

export interface CodeRequest {
  logicalId: string;
  /** What local paths are relative to. */
  templateFolder: string;
  /** `Code` or `Content`: a local path, a text, a bucket's key, or a folder with patterns. */
  code: unknown;
  runtime?: string;
  handler?: string;
  metadata?: Values;
}

export interface ReadCode {
  code: DeployRequest["code"];
  /** The folder it is from. */
  folder?: string;
  notes: string[];
}

/** Never part of a package: what the tools that know templates keep beside the sources. */
const toolFiles = [
  ".aws-sam/",
  ".serverless/",
  "cdk.out/",
  "/template.yaml",
  "/template.yml",
  "/serverless.yml",
  "/samconfig.toml",
];

/** Reads, or builds, what a function or layer of a template is made of. Throws DeployError. */
export async function readCode(request: CodeRequest): Promise<ReadCode> {
  const { code, logicalId, runtime = "" } = request;
  if (isValues(code)) {
    if (code.ImageUri !== undefined)
      throw new DeployError("it is a container image, and those are not run here");
    if (code.ZipFile !== undefined)
      return { code: [inlineFile(String(code.ZipFile), runtime)], notes: [] };
    if (code.S3Bucket !== undefined)
      return {
        code: {
          S3Bucket: String(code.S3Bucket),
          S3Key: String(code.S3Key),
          ...(code.S3ObjectVersion ? { S3ObjectVersion: String(code.S3ObjectVersion) } : {}),
        },
        notes: [],
      };
    if (code.folder !== undefined) return readSource(request, String(code.folder), code);
  }
  if (typeof code !== "string")
    throw new DeployError(`the code of ${logicalId} is neither a folder, a text nor in a bucket`);
  if (code.startsWith("s3://")) {
    const [, S3Bucket = "", S3Key = ""] = /^s3:\/\/([^/]+)\/(.+)$/.exec(code) ?? [];
    return { code: { S3Bucket, S3Key }, notes: [] };
  }
  return readSource(request, code, {});
}

async function readSource(
  request: CodeRequest,
  path: string,
  { patterns }: Values,
): Promise<ReadCode> {
  const { templateFolder, logicalId, handler = "", metadata = {} } = request;
  const source = isAbsolute(path) ? path : resolve(templateFolder, path);
  const built = join(templateFolder, ".aws-sam", "build", logicalId);
  const notes: string[] = [];
  if (existsSync(built)) {
    if (newestChangeMs(built) >= newestChangeMs(source))
      return { code: readFolder(built), folder: built, notes };
    notes.push(
      `${logicalId}: .aws-sam/build is older than the sources, which are taken as they are; "sam build" builds them.`,
    );
  }
  if (/\.(zip|jar)$/.test(source) && existsSync(source))
    return { code: readFileSync(source), folder: source, notes };
  const typeScript = findTypeScript(source, handler);
  if (typeScript)
    return {
      code: await bundleTypeScript(source, handler, typeScript, bundleOptions(metadata)),
      folder: source,
      notes,
    };
  const takes = Array.isArray(patterns) ? patternFilter(patterns.map(String)) : undefined;
  const files = readFolder(source, { ignore: toolFiles, ...(takes ? { takes } : {}) });
  return {
    code: files,
    folder: source,
    notes: [...notes, ...missingPackages(source, files, request)],
  };
}

function bundleOptions(metadata: Values): BundleOptions {
  const { Format, Target, Minify, Sourcemap, External } = asValues(metadata.BuildProperties);
  return {
    format: Format === "esm" ? "esm" : "cjs",
    ...(typeof Target === "string" ? { target: Target } : {}),
    minify: Minify === true,
    sourcemap: Sourcemap === true,
    external: asList(External).map(String),
  };
}

/** CloudFormation keeps `ZipFile` as the one file `index` of its runtime. */
function inlineFile(text: string, runtime: string): FolderFile {
  const path = runtime.startsWith("python") ? "index.py" : "index.js";
  return { path, content: Buffer.from(text), executable: false };
}

/** What a package manager would have installed, when nothing of it is there. */
function missingPackages(
  folder: string,
  files: readonly FolderFile[],
  { logicalId, runtime = "" }: CodeRequest,
): string[] {
  const has = (path: string) => files.some((file) => file.path === path);
  const content = (path: string) =>
    Buffer.from(files.find((file) => file.path === path)?.content ?? []).toString("utf8");
  if (
    runtime.startsWith("nodejs") &&
    has("package.json") &&
    !existsSync(join(folder, "node_modules"))
  ) {
    const { dependencies = {} } = parsed(content("package.json"));
    const names = Object.keys(asValues(dependencies)).filter(
      (name) => !name.startsWith("@aws-sdk/"),
    );
    if (names.length > 0)
      return [
        `${logicalId}: ${names.join(", ")} are not installed in ${folder}; run npm install there.`,
      ];
  }
  if (runtime.startsWith("python") && /^[^#\s]/m.test(content("requirements.txt")))
    return [
      `${logicalId}: the requirements of ${folder} are not part of the package unless they lie there; "sam build" ` +
        "or pip install -t brings them.",
    ];
  return [];
}

function parsed(text: string): Values {
  try {
    return asValues(JSON.parse(text));
  } catch {
    return {};
  }
}

const notSource = ["node_modules", ".git", ".aws-sam", ".serverless", "__pycache__"];

/** When anything in a folder was last written, packages and tools' folders left out. */
function newestChangeMs(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(
    0,
    ...readdirSync(path)
      .filter((name) => !notSource.includes(name))
      .map((name) => newestChangeMs(join(path, name))),
  );
}
