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

/** AWS takes 50 MB of zip by upload; what came over S3 may be larger and is not fetched. */
const largestZipBytes = 60 * 1024 * 1024;
const largestFileBytes = 20 * 1024 * 1024;
const patienceMs = 60_000;

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
  if (!Code?.Location)
    throw unreadable("unsupported", "This endpoint does not say where the code is kept.");
  const address = new URL(Code.Location);
  if (address.protocol !== "https:" && address.protocol !== "http:")
    throw unreadable("unsupported", `The code is kept at an address of kind ${address.protocol}`);
  const answer = await fetch(address, { signal: AbortSignal.timeout(patienceMs) }).catch(
    (error: unknown) => {
      throw unreadable("unreachable", `${address.host} did not answer: ${String(error)}`);
    },
  );
  if (!answer.ok) throw unreadable("unexpected", `${address.host} answered ${answer.status}.`);
  return {
    zip: await readLimited(answer),
    codeSha256: Configuration?.CodeSha256,
    handler: Configuration?.Handler,
    runtime: Configuration?.Runtime,
  };
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
