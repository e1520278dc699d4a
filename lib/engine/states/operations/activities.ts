import type * as api from "@aws-sdk/client-sfn";
import type { Clock } from "../../clock.ts";
import { pageOf } from "../../http/page-of.ts";
import { refuseFields } from "../../http/refuse-fields.ts";
import type { CallContext } from "../../http/service.ts";
import { noActivity } from "../errors.ts";
import type { ActivityQueue } from "../execution/activity-queue.ts";
import type { Activity } from "../execution/execution.ts";
import type { ExecutionStore } from "../execution/execution-store.ts";
import { checkTags } from "../tags.ts";
import { badToken, checkArn, checkName } from "./machines.ts";

/** Activities, and handing their tasks to workers. */
export function activityOperations(store: ExecutionStore, queue: ActivityQueue, clock: Clock) {
  const find = (given: string | undefined): Activity => {
    const arn = checkArn(given, "activity");
    const activity = store.activities.get(arn);
    if (!activity) throw noActivity(arn);
    return activity;
  };
  const described = ({ arn, name, createdMs }: Activity) => ({
    activityArn: arn,
    name,
    creationDate: new Date(createdMs),
  });

  return {
    CreateActivity(
      input: api.CreateActivityInput,
      { region, accountId }: CallContext,
    ): api.CreateActivityOutput {
      refuseFields("ValidationException", input, {
        encryptionConfiguration: "nothing is encrypted.",
      });
      const { name = "" } = input;
      checkName(name);
      const arn = `arn:aws:states:${region}:${accountId}:activity:${name}`;
      let activity = store.activities.get(arn);
      if (!activity) {
        const tags = checkTags(input.tags ?? []);
        activity = { region, arn, name, createdMs: clock.now(), tags };
        store.activities.set(arn, activity);
      }
      const { activityArn, creationDate } = described(activity);
      return { activityArn, creationDate };
    },

    DeleteActivity(input: api.DeleteActivityInput): object {
      // Deleting what is not there is no error.
      store.activities.delete(checkArn(input.activityArn, "activity"));
      return {};
    },

    DescribeActivity: (input: api.DescribeActivityInput): api.DescribeActivityOutput =>
      described(find(input.activityArn)),

    ListActivities(
      input: api.ListActivitiesInput,
      { region }: CallContext,
    ): api.ListActivitiesOutput {
      const all = [...store.activities.values()]
        .filter((activity) => activity.region === region)
        .sort((one, other) => (one.name < other.name ? -1 : 1));
      const { items, nextToken } = pageOf(all, ({ arn }) => arn, {
        token: input.nextToken,
        size: input.maxResults || 100,
        invalidToken: badToken,
      });
      return { activities: items.map(described), ...(nextToken !== undefined && { nextToken }) };
    },

    async GetActivityTask(
      input: api.GetActivityTaskInput,
      { signal }: CallContext,
    ): Promise<api.GetActivityTaskOutput> {
      const { arn } = find(input.activityArn);
      const task = await queue.poll(arn, input.workerName, signal);
      return task ? { taskToken: task.token, input: task.input } : {};
    },
  };
}
