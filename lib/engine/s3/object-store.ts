import { randomBytes } from "node:crypto";
import type { EngineDatabase } from "../store/database.ts";
import type { BodyFile, BodyFiles } from "./body-files.ts";
import type { Bucket } from "./bucket.ts";
import type { StoredObject } from "./stored-object.ts";

interface Row {
  sequence: number;
  latest: 0 | 1;
  document: string;
}

type NewObject = Omit<StoredObject, "versionId" | "sequence">;

const schema = `
CREATE TABLE IF NOT EXISTS s3_objects (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  bucket TEXT NOT NULL,
  key TEXT NOT NULL,
  version_id TEXT NOT NULL,
  latest INTEGER NOT NULL,
  delete_marker INTEGER NOT NULL,
  document TEXT NOT NULL,
  UNIQUE (bucket, key, version_id)
);
CREATE INDEX IF NOT EXISTS s3_versions ON s3_objects (bucket, key, sequence DESC);
CREATE INDEX IF NOT EXISTS s3_current ON s3_objects (bucket, key) WHERE latest = 1 AND delete_marker = 0;`;

/**
 * Objects and their versions: rows in SQLite, their bytes in files. What a call has returned is on disk; files that
 * nothing names any more are removed after the commit.
 */
export class ObjectStore {
  readonly #database: EngineDatabase;
  readonly #files: BodyFiles;
  readonly #statements;

  constructor(database: EngineDatabase, files: BodyFiles) {
    this.#database = database;
    this.#files = files;
    database.exec(schema);
    const columns = "sequence, latest, document";
    this.#statements = {
      insert: database.prepare(
        `INSERT INTO s3_objects (bucket, key, version_id, latest, delete_marker, document)
         VALUES (?, ?, ?, 1, ?, ?) RETURNING sequence`,
      ),
      outdate: database.prepare(
        "UPDATE s3_objects SET latest = 0 WHERE bucket = ? AND key = ? AND latest = 1",
      ),
      promote: database.prepare(
        `UPDATE s3_objects SET latest = 1 WHERE sequence =
         (SELECT max(sequence) FROM s3_objects WHERE bucket = ? AND key = ?)`,
      ),
      newest: database.prepare(
        `SELECT ${columns} FROM s3_objects WHERE bucket = ? AND key = ? ORDER BY sequence DESC LIMIT 1`,
      ),
      version: database.prepare(
        `SELECT ${columns} FROM s3_objects WHERE bucket = ? AND key = ? AND version_id = ?`,
      ),
      update: database.prepare("UPDATE s3_objects SET document = ? WHERE sequence = ?"),
      remove: database.prepare("DELETE FROM s3_objects WHERE sequence = ?"),
      current: database.prepare(
        `SELECT ${columns} FROM s3_objects WHERE bucket = ? AND latest = 1 AND delete_marker = 0
         AND key >= ? ORDER BY key LIMIT ?`,
      ),
      versions: database.prepare(
        `SELECT ${columns} FROM s3_objects WHERE bucket = ? AND key >= ?
         AND NOT (key = ? AND sequence >= ?) ORDER BY key, sequence DESC LIMIT ?`,
      ),
      any: database.prepare("SELECT 1 FROM s3_objects WHERE bucket = ? LIMIT 1"),
      all: database.prepare("SELECT document FROM s3_objects"),
    };
  }

  /** The newest version, which may be a delete marker. */
  newest(bucket: string, key: string): StoredObject | undefined {
    return objectOf(this.#statements.newest.get(bucket, key) as Row | undefined);
  }

  version(bucket: string, key: string, versionId: string): StoredObject | undefined {
    return objectOf(this.#statements.version.get(bucket, key, versionId) as Row | undefined);
  }

  /** Makes `object` the newest version. Without versioning it takes the place of what was there. */
  put(bucket: Bucket, object: NewObject): StoredObject {
    const versionId = bucket.versioning === "Enabled" ? newVersionId() : "null";
    let freed: readonly BodyFile[] = [];
    const stored = this.#database.transaction(() => {
      const replaced =
        versionId === "null" ? this.version(object.bucket, object.key, versionId) : undefined;
      if (replaced) {
        freed = replaced.files;
        this.#statements.remove.run(replaced.sequence);
      }
      this.#statements.outdate.run(object.bucket, object.key);
      const document = JSON.stringify({ ...object, versionId });
      const { sequence } = this.#statements.insert.get(
        object.bucket,
        object.key,
        versionId,
        object.deleteMarker ? 1 : 0,
        document,
      ) as { sequence: number };
      return { ...object, versionId, sequence };
    })();
    this.#forget(freed);
    return stored;
  }

  /** Takes one version away for good; the one before it becomes the newest. */
  remove(object: StoredObject): void {
    this.#database.transaction(() => {
      this.#statements.remove.run(object.sequence);
      this.#statements.outdate.run(object.bucket, object.key);
      this.#statements.promote.run(object.bucket, object.key);
    })();
    this.#forget(object.files);
  }

  /** Stores what was changed beside the bytes. */
  update(object: StoredObject): void {
    const { sequence, ...document } = object;
    this.#statements.update.run(JSON.stringify(document), sequence);
  }

  /** Current objects in the order of their keys, from `fromKey` on. */
  current(bucket: string, fromKey: string, limit: number): StoredObject[] {
    return (this.#statements.current.all(bucket, fromKey, limit) as Row[]).map(present);
  }

  /** All versions, by key and the newest first, from `fromKey` on; of that key only those before `sequence`. */
  versions(
    bucket: string,
    fromKey: string,
    sequence: number,
    limit: number,
  ): { object: StoredObject; latest: boolean }[] {
    const rows = this.#statements.versions.all(bucket, fromKey, fromKey, sequence, limit) as Row[];
    return rows.map((row) => ({
      object: present(row),
      latest: row.latest === 1,
    }));
  }

  /** Whether the bucket holds anything, delete markers too. */
  isEmpty(bucket: string): boolean {
    return this.#statements.any.get(bucket) === undefined;
  }

  /** The names of all files in use. */
  usedFiles(): string[] {
    return (this.#statements.all.all() as { document: string }[]).flatMap(({ document }) =>
      (JSON.parse(document) as StoredObject).files.map(({ name }) => name),
    );
  }

  /** A file that stays because of a failure here is removed at the next start. */
  #forget(files: readonly BodyFile[]): void {
    this.#files.remove(files).catch(() => undefined);
  }
}

const present = (row: Row): StoredObject => ({
  ...(JSON.parse(row.document) as Omit<StoredObject, "sequence">),
  sequence: row.sequence,
});

const objectOf = (row: Row | undefined): StoredObject | undefined => row && present(row);

/** 32 letters and digits, as AWS's. */
const newVersionId = (): string =>
  randomBytes(24).toString("base64url").replaceAll("-", ".").replaceAll("_", "A");
