import { ServiceError } from "../http/service.ts";
import type { BodyFiles } from "./body-files.ts";
import type { BucketStore } from "./bucket-store.ts";
import { findObject } from "./find-object.ts";
import type { ObjectStore } from "./object-store.ts";

/**
 * An object's content for the services beside S3, such as the code of a function. Throws S3's errors; the bucket has
 * to be in the caller's region, as Lambda wants it.
 */
export const readObject =
  (buckets: BucketStore, objects: ObjectStore, files: BodyFiles) =>
  async (object: {
    region: string;
    bucket: string;
    key: string;
    versionId: string | undefined;
  }): Promise<Uint8Array> => {
    const { name, region } = buckets.require(object.bucket);
    if (region !== object.region)
      throw new ServiceError(
        "PermanentRedirect",
        `The bucket is in this region: ${region}. Please use this region to retry the request`,
        301,
      );
    const found = findObject(objects, name, object.key, object.versionId);
    const pieces: Uint8Array[] = [];
    for await (const piece of files.read(found.files)) pieces.push(piece);
    return Buffer.concat(pieces);
  };
