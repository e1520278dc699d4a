import type { IncomingMessage } from "node:http";
import { ServiceError } from "../http/service.ts";
import type { BodyFiles, ReceivedBody } from "./body-files.ts";
import {
  checksumAlgorithms,
  checksumHeader,
  checksumMember,
  readAlgorithm,
  type ChecksumAlgorithm,
} from "./checksums.ts";
import { incompleteBody, readChunkedBody } from "./chunked-body.ts";
import { invalidRequest } from "./errors.ts";

/** The largest object of one PUT, and the largest part: 5 GB. */
const largestBodyBytes = 5 * 1024 ** 3;

type ChecksumInput = {
  ContentMD5?: string | undefined;
  ContentLength?: number | undefined;
  ChecksumAlgorithm?: string | undefined;
} & { [Name in ReturnType<typeof checksumMember>]?: string | undefined };

export interface ReceivedObject extends ReceivedBody {
  /** The one the caller chose, or CRC64NVME, which S3 adds by itself. */
  algorithm: ChecksumAlgorithm;
}

/**
 * Takes the bytes of PutObject or UploadPart to disk, out of the `aws-chunked` encoding where they are in it, and
 * compares them with all that the caller says about them: length, Content-MD5, a checksum in a header or a trailer,
 * the SHA-256 of the signature. Throws S3's errors; nothing is left behind then.
 */
export async function receiveObject(
  files: BodyFiles,
  body: unknown,
  input: ChecksumInput,
): Promise<ReceivedObject> {
  const request = body as IncomingMessage;
  const { headers } = request;
  const header = (name: string) => {
    const value = headers[name];
    return typeof value === "string" ? value : undefined;
  };
  const contentSha256 = header("x-amz-content-sha256") ?? "";
  const chunked =
    contentSha256.startsWith("STREAMING-") ||
    (header("content-encoding") ?? "").includes("aws-chunked");
  const lengthBytes = chunked ? header("x-amz-decoded-content-length") : header("content-length");
  if (lengthBytes === undefined && header("transfer-encoding") === undefined)
    throw new ServiceError(
      "MissingContentLength",
      "You must provide the Content-Length HTTP header.",
      411,
    );
  if (Number(lengthBytes) > largestBodyBytes) throw tooLarge(Number(lengthBytes));
  const md5Wanted = input.ContentMD5 === undefined ? undefined : readMd5(input.ContentMD5);
  const trailerName = header("x-amz-trailer")?.toLowerCase();
  const given = checksumAlgorithms.filter((name) => input[checksumMember(name)] !== undefined);
  if (given.length > 1)
    throw invalidRequest(
      "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.",
    );
  const named = trailerName?.startsWith("x-amz-checksum-")
    ? readAlgorithm(trailerName.slice("x-amz-checksum-".length))
    : input.ChecksumAlgorithm && readAlgorithm(input.ChecksumAlgorithm);
  const algorithm = given[0] ?? (named || "CRC64NVME");
  const trailers = new Map<string, string>();
  const received = await files.receive(
    chunked ? readChunkedBody(request, (name, value) => trailers.set(name, value)) : request,
    {
      checksums: [algorithm],
      sha256: /^[0-9a-f]{64}$/.test(contentSha256),
      limitBytes: largestBodyBytes,
      onTooLarge: () => tooLarge(largestBodyBytes + 1),
    },
  );
  try {
    if (lengthBytes !== undefined && received.file.sizeBytes !== Number(lengthBytes))
      throw incompleteBody();
    if (md5Wanted !== undefined && received.md5 !== md5Wanted) throw badDigest("Content-MD5");
    if (received.sha256 !== undefined && received.sha256 !== contentSha256)
      throw new ServiceError(
        "XAmzContentSHA256Mismatch",
        "The provided 'x-amz-content-sha256' header does not match what was computed.",
        400,
        {
          ClientComputedContentSHA256: contentSha256,
          S3ComputedContentSHA256: received.sha256,
        },
      );
    const wanted = input[checksumMember(algorithm)] ?? trailers.get(checksumHeader(algorithm));
    if (wanted !== undefined && wanted !== received.checksums[algorithm])
      throw badDigest(algorithm);
  } catch (error) {
    await files.remove([received.file]);
    throw error;
  }
  return { ...received, algorithm };
}

/** `Content-MD5` as hexadecimal. Throws InvalidDigest. */
export function readMd5(text: string): string {
  const bytes = Buffer.from(text, "base64");
  if (bytes.length !== 16 || bytes.toString("base64") !== text)
    throw new ServiceError("InvalidDigest", "The Content-MD5 you specified was invalid.", 400, {
      "Content-MD5": text,
    });
  return bytes.toString("hex");
}

export const badDigest = (what: string): ServiceError =>
  new ServiceError(
    "BadDigest",
    what === "Content-MD5"
      ? "The Content-MD5 you specified did not match what we received."
      : `The ${what} you specified did not match the calculated checksum.`,
    400,
  );

const tooLarge = (bytes: number): ServiceError =>
  new ServiceError("EntityTooLarge", "Your proposed upload exceeds the maximum allowed size", 400, {
    ProposedSize: bytes,
    MaxSizeAllowed: largestBodyBytes,
  });
