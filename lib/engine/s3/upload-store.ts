import type { EngineDatabase } from "../store/database.ts";
import { DocumentTable } from "../store/document-table.ts";
import type { BodyFile, BodyFiles } from "./body-files.ts";
import type { ChecksumAlgorithm } from "./checksums.ts";
import { noSuchUpload } from "./errors.ts";
import type { ObjectProperties } from "./stored-object.ts";

/** A multipart upload under way. */
export interface Upload {
  uploadId: string;
  bucket: string;
  key: string;
  initiatedMs: number;
  properties: ObjectProperties;
  /** What the caller chose; parts without any are given CRC64NVME by S3. */
  checksum?: { algorithm: ChecksumAlgorithm; type: "FULL_OBJECT" | "COMPOSITE" };
}

export interface UploadedPart {
  partNumber: number;
  etag: string;
  file: BodyFile;
  modifiedMs: number;
  checksums: Partial<Record<ChecksumAlgorithm, string>>;
}

/** Multipart uploads and their parts; a part's file belongs to the object once the upload is complete. */
export class UploadStore {
  readonly #uploads: DocumentTable<Upload>;
  readonly #files: BodyFiles;
  readonly #statements;

  constructor(database: EngineDatabase, files: BodyFiles) {
    this.#files = files;
    this.#uploads = new DocumentTable(database, "s3_uploads");
    database.exec(`CREATE TABLE IF NOT EXISTS s3_parts (
      upload_id TEXT NOT NULL, part_number INTEGER NOT NULL, document TEXT NOT NULL,
      PRIMARY KEY (upload_id, part_number)) WITHOUT ROWID`);
    this.#statements = {
      put: database.prepare("INSERT OR REPLACE INTO s3_parts VALUES (?, ?, ?)"),
      get: database.prepare(
        "SELECT document FROM s3_parts WHERE upload_id = ? AND part_number = ?",
      ),
      list: database.prepare(
        "SELECT document FROM s3_parts WHERE upload_id = ? ORDER BY part_number",
      ),
      clear: database.prepare("DELETE FROM s3_parts WHERE upload_id = ?"),
      all: database.prepare("SELECT document FROM s3_parts"),
    };
  }

  begin(upload: Upload): void {
    this.#uploads.set(upload.uploadId, upload);
  }

  /** Throws NoSuchUpload; an upload of another key does not count. */
  require(bucket: string, key: string, uploadId: string): Upload {
    const upload = this.#uploads.get(uploadId);
    if (upload?.bucket !== bucket || upload.key !== key) throw noSuchUpload(uploadId);
    return upload;
  }

  /** The uploads of a bucket by key, then by their start. */
  list(bucket: string): Upload[] {
    return [...this.#uploads.values()]
      .filter((upload) => upload.bucket === bucket)
      .sort(
        (a, b) =>
          Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)) ||
          a.initiatedMs - b.initiatedMs ||
          (a.uploadId < b.uploadId ? -1 : 1),
      );
  }

  /** A part of the same number is replaced. */
  putPart(uploadId: string, part: UploadedPart): void {
    const row = this.#statements.get.get(uploadId, part.partNumber);
    this.#statements.put.run(uploadId, part.partNumber, JSON.stringify(part));
    if (row) this.#forget([partOf(row).file]);
  }

  parts(uploadId: string): UploadedPart[] {
    return this.#statements.list.all(uploadId).map(partOf);
  }

  /** Ends an upload; files of parts that are not in `kept` go. */
  end(uploadId: string, kept: readonly BodyFile[] = []): void {
    const names = new Set(kept.map(({ name }) => name));
    const files = this.parts(uploadId).map(({ file }) => file);
    this.#statements.clear.run(uploadId);
    this.#uploads.delete(uploadId);
    this.#forget(files.filter(({ name }) => !names.has(name)));
  }

  usedFiles(): string[] {
    return this.#statements.all.all().map((row) => partOf(row).file.name);
  }

  #forget(files: readonly BodyFile[]): void {
    this.#files.remove(files).catch(() => undefined);
  }
}

const partOf = (row: unknown): UploadedPart =>
  JSON.parse((row as { document: string }).document) as UploadedPart;
