import type {
  GetObjectOutput,
  GetObjectRequest,
  HeadObjectOutput,
  HeadObjectRequest,
} from "@aws-sdk/client-s3";
import { ServiceError } from "../../http/service.ts";
import { checksumMember } from "../checksums.ts";
import { invalidArgument, invalidRequest } from "../errors.ts";
import { findObject } from "../find-object.ts";
import { checkReadConditions } from "../object-conditions.ts";
import { describeProperties } from "../object-properties.ts";
import type { S3Deps } from "../s3-deps.ts";
import type { StoredObject } from "../stored-object.ts";

type Answer = Omit<GetObjectOutput, "Body" | "StorageClass"> & {
  StorageClass?: string | undefined;
};

/** The object's bytes, or a range of them, as they come from the disk. */
export function getObject(deps: S3Deps, input: GetObjectRequest): object {
  const { object, answer, range } = describe(deps, input);
  return { ...answer, Body: deps.files.read(object.files, range?.start, range?.end) };
}

export function headObject(deps: S3Deps, input: HeadObjectRequest): HeadObjectOutput {
  return describe(deps, input).answer as HeadObjectOutput;
}

interface ByteRange {
  start: number;
  /** The last byte, not the one behind it. */
  end: number;
}

function describe(
  { buckets, objects }: S3Deps,
  input: GetObjectRequest | HeadObjectRequest,
): { object: StoredObject; answer: Answer; range?: ByteRange } {
  const bucket = buckets.require(input.Bucket);
  const object = findObject(objects, bucket.name, input.Key ?? "", input.VersionId);
  checkReadConditions(object, input);
  const range = rangeOf(object, input);
  const { sizeBytes, checksum, parts } = object;
  const answer: Answer = {
    AcceptRanges: "bytes",
    ...describeProperties(object),
    ...overrides(input),
    ContentLength: range ? range.end - range.start + 1 : sizeBytes,
    ...(range && { ContentRange: `bytes ${range.start}-${range.end}/${sizeBytes}` }),
    ...(bucket.versioning && { VersionId: object.versionId }),
    ...(input.ChecksumMode === "ENABLED" &&
      checksum &&
      !range && {
        [checksumMember(checksum.algorithm)]: checksum.value,
        ChecksumType: checksum.type,
      }),
    ...(input.PartNumber !== undefined && parts && { PartsCount: parts.length }),
    ...(tagCount(object) > 0 && { TagCount: tagCount(object) }),
  };
  return { object, answer, ...(range && { range }) };
}

const tagCount = ({ properties }: StoredObject): number => Object.keys(properties.tags).length;

/** Headers that the caller of a signed request chooses: `response-content-type` and so on. */
function overrides(input: GetObjectRequest): Answer {
  const chosen: Answer = {
    ...(input.ResponseContentType !== undefined && { ContentType: input.ResponseContentType }),
    ...(input.ResponseContentLanguage !== undefined && {
      ContentLanguage: input.ResponseContentLanguage,
    }),
    ...(input.ResponseContentDisposition !== undefined && {
      ContentDisposition: input.ResponseContentDisposition,
    }),
    ...(input.ResponseContentEncoding !== undefined && {
      ContentEncoding: input.ResponseContentEncoding,
    }),
    ...(input.ResponseCacheControl !== undefined && { CacheControl: input.ResponseCacheControl }),
    ...(input.ResponseExpires !== undefined && { Expires: input.ResponseExpires }),
  };
  for (const [name, value] of Object.entries(chosen))
    if (typeof value === "string" && !/^[\t\x20-\x7e\x80-\xff]*$/.test(value))
      throw invalidArgument("Header value cannot be represented using ISO-8859-1.", name, value);
  return chosen;
}

/** The bytes that `Range` or `partNumber` asks for; a Range that S3 cannot read counts as none. */
function rangeOf(
  { sizeBytes, parts }: StoredObject,
  { Range: header, PartNumber: partNumber }: GetObjectRequest,
): ByteRange | undefined {
  if (partNumber !== undefined) {
    if (header !== undefined)
      throw invalidRequest("Cannot specify both Range header and partNumber query parameter");
    return partRange(sizeBytes, parts, partNumber);
  }
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? "");
  if (!match || match[0] === "bytes=-") return undefined;
  const [, first = "", last = ""] = match;
  const start = first === "" ? Math.max(0, sizeBytes - Number(last)) : Number(first);
  const end = first === "" || last === "" ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1);
  if (first !== "" && last !== "" && Number(last) < Number(first)) return undefined;
  if (start >= sizeBytes || (first === "" && Number(last) === 0))
    throw new ServiceError("InvalidRange", "The requested range is not satisfiable", 416, {
      RangeRequested: header,
      ActualObjectSize: sizeBytes,
    });
  return { start, end };
}

function partRange(
  sizeBytes: number,
  parts: StoredObject["parts"],
  partNumber: number,
): ByteRange | undefined {
  const all = parts ?? [{ partNumber: 1, sizeBytes }];
  const index = all.findIndex((part) => part.partNumber === partNumber);
  const part = all[index];
  if (!part)
    throw new ServiceError(
      "InvalidPartNumber",
      "The requested partnumber is not satisfiable",
      416,
      {
        PartNumberRequested: partNumber,
        ActualPartCount: all.length,
      },
    );
  const start = all.slice(0, index).reduce((sum, { sizeBytes: bytes }) => sum + bytes, 0);
  return part.sizeBytes === 0 ? undefined : { start, end: start + part.sizeBytes - 1 };
}
