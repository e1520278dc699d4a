import {
  GetBucketNotificationConfigurationCommand,
  type LambdaFunctionConfiguration,
  ListBucketsCommand,
} from "@aws-sdk/client-s3";
import { clientsFor } from "@/lib/aws/clients";
import { allOf } from "@/lib/aws/pages";
import type { Connection } from "@/lib/model/connection";
import type { BucketNotification } from "@/lib/model/push-triggers";
import { calledFunction } from "./called-function";
import { eachOf, shared, type SourceReading, Troubles } from "./source-reading";

/** Buckets that are asked for the page of one function, beside those its policy names: one call each. */
const fewBuckets = 50;
/** Buckets that are asked for the page of the account. */
const manyBuckets = 1_000;

/**
 * The notifications of the account's buckets that call functions. `named`: buckets that are asked in any case;
 * without it all of the account are.
 */
export function readBucketNotifications(
  connection: Connection,
  named?: readonly string[],
): Promise<SourceReading> {
  const most = named ? fewBuckets : manyBuckets;
  return shared(connection, `buckets ${named?.toSorted().join(" ")}`, async () => {
    const troubles = new Troubles(connection);
    const listed = await troubles.tolerate(listBuckets(connection), [], "list the buckets");
    const some = listed.length <= most ? listed : listed.slice(0, named ? 0 : most);
    const buckets = [...new Set([...(named ?? []), ...some])];
    const triggers = await eachOf(buckets, (bucket) =>
      // A policy may name a bucket that is gone.
      troubles.ifThere(notificationsOf(connection, bucket), [], "read the buckets' notifications"),
    );
    const { problems } = troubles;
    return { triggers: triggers.flat(), complete: problems.length === 0, problems };
  });
}

async function listBuckets(connection: Connection): Promise<string[]> {
  const buckets = await allOf(async (ContinuationToken) => {
    const page = await clientsFor(connection).s3.send(
      // A bucket calls functions of its own region only.
      new ListBucketsCommand({ ContinuationToken, BucketRegion: connection.region }),
    );
    return { items: page.Buckets, next: page.ContinuationToken };
  });
  return buckets.flatMap(({ Name }) => Name ?? []);
}

async function notificationsOf(
  connection: Connection,
  bucket: string,
): Promise<BucketNotification[]> {
  const { LambdaFunctionConfigurations = [] } = await clientsFor(connection).s3.send(
    new GetBucketNotificationConfigurationCommand({ Bucket: bucket }),
  );
  return LambdaFunctionConfigurations.flatMap((one) => notificationOf(bucket, one) ?? []);
}

function notificationOf(
  bucket: string,
  { Id = "", LambdaFunctionArn, Events = [], Filter }: LambdaFunctionConfiguration,
): BucketNotification | undefined {
  const called = calledFunction(LambdaFunctionArn);
  if (!called) return undefined;
  const rule = (name: string) =>
    Filter?.Key?.FilterRules?.find(({ Name }) => Name?.toLowerCase() === name)?.Value || undefined;
  return {
    kind: "bucket",
    ...called,
    bucket,
    id: Id,
    events: Events,
    prefix: rule("prefix"),
    suffix: rule("suffix"),
  };
}
