import { ServiceError } from "../http/service.ts";
import { noSuchKey, noSuchVersion } from "./errors.ts";
import type { ObjectStore } from "./object-store.ts";
import type { StoredObject } from "./stored-object.ts";

/** The object that a GET finds, if there is one. */
export function currentObject(
  objects: ObjectStore,
  bucket: string,
  key: string,
): StoredObject | undefined {
  const newest = objects.newest(bucket, key);
  return newest?.deleteMarker ? undefined : newest;
}

/** The object, or one version of it. Throws NoSuchKey, NoSuchVersion, MethodNotAllowed (a delete marker). */
export function findObject(
  objects: ObjectStore,
  bucket: string,
  key: string,
  versionId?: string,
): StoredObject {
  if (versionId === undefined || versionId === "") {
    const object = currentObject(objects, bucket, key);
    if (!object) throw noSuchKey(key);
    return object;
  }
  if (versionId !== "null" && !/^[A-Za-z0-9._]{32}$/.test(versionId))
    throw new ServiceError("InvalidArgument", "Invalid version id specified", 400, {
      ArgumentName: "versionId",
      ArgumentValue: versionId,
    });
  const object = objects.version(bucket, key, versionId);
  if (!object) throw noSuchVersion(key, versionId);
  if (object.deleteMarker)
    throw new ServiceError(
      "MethodNotAllowed",
      "The specified method is not allowed against this resource.",
      405,
      { Method: "GET", ResourceType: "DeleteMarker" },
    );
  return object;
}
