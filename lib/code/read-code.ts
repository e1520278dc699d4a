import { GetFunctionCommand } from "@aws-sdk/client-lambda";
import { strFromU8, unzipSync } from "fflate";
import { clientsFor } from "@/lib/aws/clients";
import type { Connection } from "@/lib/model/connection";
import {
  type FileView,
  findHandlerFile,
  type FunctionCode,
  viewFile,
} from "@/lib/model/function-code";
import { ProblemError } from "@/lib/model/problem";
import { refuse } from "@/lib/model/refuse";
import { processWide } from "@/lib/store/process-wide";
import { fetchLocation } from "./fetch-location";

/** AWS takes 50 MB of zip by upload; what came over S3 may be larger and is not fetched. */
const largestZipBytes = 60 * 1024 * 1024;
const largestFileBytes = 20 * 1024 * 1024;

interface DeployedZip {
  zip: Uint8Array;
  codeSha256?: string;
  handler?: string;
  runtime?: string;
}

/** The list of files in a function's deployed zip. */
export async function readCode(
  connection: Connection,
  functionName: string,
  qualifier?: string,
): Promise<FunctionCode> {
  const { zip, ...deployed } = await fetchZip(connection, functionName, qualifier);
  const files: FunctionCode["files"] = [];
  unzip(zip, ({ name, originalSize }) => {
    if (!name.endsWith("/")) files.push({ path: name, sizeBytes: originalSize });
    return false;
  });
  files.sort((left, right) => left.path.localeCompare(right.path));
  return {
    ...deployed,
    files,
    zipSizeBytes: zip.length,
    unzippedSizeBytes: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    handlerFile: findHandlerFile(
      deployed.runtime,
      deployed.handler,
      files.map(({ path }) => path),
    ),
  };
}

/** One file of the deployed zip. */
export async function readCodeFile(
  connection: Connection,
  functionName: string,
  path: string,
  qualifier?: string,
): Promise<FileView> {
  const { zip } = await fetchZip(connection, functionName, qualifier);
  let sizeBytes: number | undefined;
  const found = unzip(zip, ({ name, originalSize }) => {
    if (name !== path) return false;
    sizeBytes = originalSize;
    return originalSize <= largestFileBytes;
  });
  if (sizeBytes === undefined) refuse("path", `The zip has no file ${path}.`);
  const bytes = found[path];
  return bytes
    ? viewFile(path, bytes)
    : { kind: "too-large", path, sizeBytes, limitBytes: largestFileBytes };
}

/** The zips looked at last: opening one file after another must not fetch the zip each time. */
const recentZips = processWide("recent-zips", () => new Map<string, Uint8Array>());
const mostRecentZips = 2;

/** The deployed zip as AWS keeps it. */
export async function fetchZip(
  connection: Connection,
  functionName: string,
  qualifier?: string,
): Promise<DeployedZip> {
  const { Code, Configuration } = await clientsFor(connection).lambda.send(
    new GetFunctionCommand({ FunctionName: functionName, Qualifier: qualifier }),
  );
  if (Configuration?.PackageType === "Image")
    throw unreadable(
      "unsupported",
      "The function is a container image; its code is in its registry.",
    );
  const { CodeSha256, Handler, Runtime } = Configuration ?? {};
  const key = CodeSha256 && `${connection.id} ${CodeSha256}`;
  const zip = (key && recentZips.get(key)) || (await download(connection, Code?.Location));
  if (key) {
    recentZips.delete(key);
    recentZips.set(key, zip);
    const [oldest] = recentZips.keys();
    if (recentZips.size > mostRecentZips && oldest) recentZips.delete(oldest);
  }
  return { zip, codeSha256: CodeSha256, handler: Handler, runtime: Runtime };
}

async function download(connection: Connection, location: string | undefined): Promise<Uint8Array> {
  if (!location)
    throw unreadable("unsupported", "This endpoint does not say where the code is kept.");
  const answer = await fetchLocation(connection, location);
  if (!answer.ok) throw unreadable("unexpected", `Its place answered ${answer.status}.`);
  return readLimited(answer);
}

async function readLimited(answer: Response): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of answer.body ?? []) {
    bytes += part.length;
    if (bytes > largestZipBytes)
      throw unreadable(
        "unsupported",
        `The zip is larger than ${largestZipBytes / 1024 / 1024} MB.`,
      );
    parts.push(part);
  }
  return Buffer.concat(parts);
}

type Wanted = (file: { name: string; originalSize: number }) => boolean;

function unzip(zip: Uint8Array, filter: Wanted): Record<string, Uint8Array> {
  try {
    return unzipSync(zip, { filter });
  } catch {
    const start = strFromU8(zip.subarray(0, 40), true).replaceAll(/[^\x20-\x7e]/g, ".");
    throw unreadable("unexpected", `What came is not a zip; it starts with "${start}".`);
  }
}

function unreadable(
  kind: "unsupported" | "unreachable" | "unexpected",
  detail: string,
): ProblemError {
  return new ProblemError({ kind, title: "Could not read the code", detail });
}
