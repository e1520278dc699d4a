import type * as api from "@aws-sdk/client-kinesis";
import { pageOf } from "../../http/page-of.ts";
import { refuseFields } from "../../http/refuse-fields.ts";
import type { CallContext } from "../../http/service.ts";
import { inUse, invalidArgument, limitExceeded, notFound } from "../errors.ts";
import { findStream } from "../find-stream.ts";
import { type Consumer, consumerArn, type Stream, streamArn, streamArnOf } from "../stream.ts";
import type { KinesisStore } from "../stream-store.ts";
import { checkTags } from "../tags.ts";

const mostConsumers = 20;
const shownConsumers = 100;

/** Consumers with their own share of a stream: they read with SubscribeToShard, or as event source of a function. */
export function consumerOperations(store: KinesisStore) {
  const statusOf = ({ createdMs }: Consumer) =>
    store.clock.now() < createdMs + store.settleMs ? ("CREATING" as const) : ("ACTIVE" as const);

  const describe = (stream: Stream, consumer: Consumer) => ({
    ConsumerName: consumer.name,
    ConsumerARN: consumerArn(stream, consumer),
    ConsumerStatus: statusOf(consumer),
    ConsumerCreationTimestamp: new Date(consumer.createdMs),
  });

  return {
    RegisterStreamConsumer(input: api.RegisterStreamConsumerInput, context: CallContext) {
      const stream = findStream(store, { ...input, StreamName: undefined }, context);
      const name = input.ConsumerName ?? "";
      if (stream.consumers.some((consumer) => consumer.name === name))
        throw inUse(`Consumer ${name} under stream ${streamArn(stream)} already exists.`);
      if (stream.consumers.length >= mostConsumers)
        throw limitExceeded(
          `This request would exceed the limit of ${mostConsumers} consumers of the stream ${streamArn(stream)}.`,
        );
      const consumer: Consumer = {
        name,
        createdMs: store.clock.now(),
        tags: checkTags(input.Tags),
      };
      store.save({ ...stream, consumers: [...stream.consumers, consumer] });
      return { Consumer: { ...describe(stream, consumer), ConsumerStatus: "CREATING" as const } };
    },

    DescribeStreamConsumer(input: api.DescribeStreamConsumerInput) {
      const { stream, consumer } = findConsumer(store, input);
      return {
        ConsumerDescription: { ...describe(stream, consumer), StreamARN: streamArn(stream) },
      };
    },

    ListStreamConsumers(input: api.ListStreamConsumersInput, context: CallContext) {
      const stream = findStream(store, { ...input, StreamName: undefined }, context);
      const created = input.StreamCreationTimestamp;
      if (created && Math.floor(stream.createdMs / 1000) !== Math.floor(created.getTime() / 1000))
        throw invalidArgument(`Stream ${stream.name} was not created at ${created.toISOString()}.`);
      const { items, nextToken } = pageOf(stream.consumers, ({ name }) => name, {
        token: input.NextToken,
        size: Math.min(input.MaxResults ?? shownConsumers, shownConsumers),
        invalidToken: () => invalidArgument("Invalid NextToken."),
      });
      return {
        Consumers: items.map((consumer) => describe(stream, consumer)),
        ...(nextToken !== undefined && { NextToken: nextToken }),
      };
    },

    DeregisterStreamConsumer(input: api.DeregisterStreamConsumerInput): void {
      const { stream, consumer } = findConsumer(store, input);
      const consumers = stream.consumers.filter((one) => one !== consumer);
      store.save({ ...stream, consumers });
    },
  };
}

/** A consumer by its ARN, or by its name and its stream's ARN. */
export function findConsumer(
  store: KinesisStore,
  input: {
    ConsumerARN?: string | undefined;
    ConsumerName?: string | undefined;
    StreamARN?: string | undefined;
    StreamId?: string | undefined;
  },
): { stream: Stream; consumer: Consumer } {
  refuseFields("InvalidArgumentException", input, { StreamId: "streams have a name and an ARN." });
  const { ConsumerARN: arn, ConsumerName: name, StreamARN } = input;
  if (arn === undefined && (name === undefined || StreamARN === undefined))
    throw invalidArgument("Must specify either ConsumerARN or both of StreamARN and ConsumerName.");
  const stream = store.byArn(streamArnOf(arn ?? StreamARN ?? ""));
  const consumer = stream?.consumers.find((one) =>
    arn === undefined ? one.name === name : consumerArn(stream, one) === arn,
  );
  if (!stream || !consumer) {
    const [, , , , accountId] = (arn ?? StreamARN ?? "").split(":");
    throw notFound(`Consumer ${arn ?? name}, account ${accountId} not found.`);
  }
  return { stream, consumer };
}
