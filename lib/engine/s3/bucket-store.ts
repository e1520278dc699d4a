import type { EngineDatabase } from "../store/database.ts";
import { DocumentTable } from "../store/document-table.ts";
import type { Bucket } from "./bucket.ts";
import { noSuchBucket } from "./errors.ts";

/** The buckets of all regions: their names are one space, as on AWS. */
export class BucketStore {
  readonly #buckets: DocumentTable<Bucket>;

  constructor(database: EngineDatabase) {
    this.#buckets = new DocumentTable(database, "s3_buckets");
  }

  get(name: string): Bucket | undefined {
    return this.#buckets.get(name);
  }

  /** Throws NoSuchBucket. */
  require(name: string | undefined): Bucket {
    const bucket = this.#buckets.get(name ?? "");
    if (!bucket) throw noSuchBucket(name ?? "");
    return bucket;
  }

  list(): Bucket[] {
    return [...this.#buckets.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  put(bucket: Bucket): void {
    this.#buckets.set(bucket.name, bucket);
  }

  delete(name: string): void {
    this.#buckets.delete(name);
  }
}
