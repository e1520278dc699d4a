import type { BodyFile } from "./body-files.ts";
import type { ChecksumAlgorithm } from "./checksums.ts";

/** A checksum as S3 keeps it: of the whole object, or of its parts' checksums (`value-N`). */
export interface StoredChecksum {
  algorithm: ChecksumAlgorithm;
  value: string;
  type: "FULL_OBJECT" | "COMPOSITE";
}

/** What a PUT says about an object beside its bytes. */
export interface ObjectProperties {
  contentType: string;
  cacheControl?: string;
  contentDisposition?: string;
  contentEncoding?: string;
  contentLanguage?: string;
  expiresMs?: number;
  websiteRedirectLocation?: string;
  storageClass: string;
  metadata: Readonly<Record<string, string>>;
  tags: Readonly<Record<string, string>>;
}

/** One version of an object; or a delete marker, which has no bytes. */
export interface StoredObject {
  bucket: string;
  key: string;
  /** `null` for what was written while versioning was not on. */
  versionId: string;
  /** Newer versions have larger ones. */
  sequence: number;
  deleteMarker: boolean;
  modifiedMs: number;
  sizeBytes: number;
  /** Without its quotes. */
  etag: string;
  properties: ObjectProperties;
  checksum?: StoredChecksum;
  files: readonly BodyFile[];
  /** The parts of a multipart upload. */
  parts?: readonly {
    partNumber: number;
    sizeBytes: number;
    checksum?: StoredChecksum;
  }[];
}
