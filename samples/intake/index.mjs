// One function with two triggers: a bucket tells of objects, a stream brings records. Which of them calls is told by
// the records themselves. What comes in is written to a DynamoDB table.
import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";

const dynamodb = new DynamoDBClient({});
// Names of buckets are part of the host on AWS, and of the path at a local endpoint.
const s3 = new S3Client({ forcePathStyle: process.env.AWS_ENDPOINT_URL !== undefined });

export async function handler(event) {
  const batchItemFailures = [];
  for (const record of event.Records)
    try {
      const found = record.s3 ? await readObject(record.s3) : readRecord(record.kinesis);
      await keep(found);
      console.log(JSON.stringify({ kept: found.id, from: found.from }));
    } catch (error) {
      // A stream starts again from the first record that is named here; a bucket's events come one by one.
      if (!record.kinesis) throw error;
      console.error(`record ${record.kinesis.sequenceNumber}: ${error.message}`);
      batchItemFailures.push({ itemIdentifier: record.kinesis.sequenceNumber });
    }
  return { batchItemFailures };
}

async function readObject({ bucket, object }) {
  // Keys are URL-encoded in events, with + for a space.
  const Key = decodeURIComponent(object.key.replaceAll("+", " "));
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket.name, Key }));
  const text = await Body.transformToString();
  return { id: `object ${Key}`, from: "bucket", lines: text.split("\n").length };
}

function readRecord({ data, sequenceNumber }) {
  const { userId, page } = JSON.parse(Buffer.from(data, "base64").toString());
  return { id: `click ${sequenceNumber}`, from: "stream", userId, page };
}

async function keep({ id, from, ...rest }) {
  await dynamodb.send(
    new PutItemCommand({
      TableName: process.env.TABLE,
      Item: { id: { S: id }, from: { S: from }, found: { S: JSON.stringify(rest) } },
    }),
  );
}
