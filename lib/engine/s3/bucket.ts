import type { CORSRule, NotificationConfiguration } from "@aws-sdk/client-s3";
import { ServiceError } from "../http/service.ts";

export interface Bucket {
  name: string;
  region: string;
  createdMs: number;
  /** Absent until versioning was switched on for the first time. */
  versioning?: "Enabled" | "Suspended";
  tags?: Readonly<Record<string, string>>;
  corsRules?: readonly CORSRule[];
  notifications?: NotificationConfiguration;
  /** JSON; kept and given back. */
  policy?: string;
}

export const bucketArn = (name: string): string => `arn:aws:s3:::${name}`;

/** S3's rules for names of general purpose buckets. Throws InvalidBucketName. */
export function checkBucketName(name: string): void {
  const valid =
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) &&
    !name.includes("..") &&
    !name.includes(".-") &&
    !name.includes("-.") &&
    !/^\d+\.\d+\.\d+\.\d+$/.test(name) &&
    !/^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/.test(name);
  if (!valid)
    throw new ServiceError("InvalidBucketName", "The specified bucket is not valid.", 400, {
      BucketName: name,
    });
}
