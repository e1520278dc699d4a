import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  ListStateMachinesCommand,
  ListTagsForResourceCommand,
} from "@aws-sdk/client-sfn";
import type { Manifest } from "@/lib/deploy/read-manifest";
import type { SampleClients } from "../sample-clients";

/** A state machine that calls samples. */
export async function createStateMachine(
  { sfn }: SampleClients,
  roleArn: string,
  { name, definition }: NonNullable<Manifest["stateMachine"]>,
): Promise<void> {
  await sfn.send(
    new CreateStateMachineCommand({
      name,
      roleArn,
      definition: JSON.stringify(definition, null, 2),
      tags: [{ key: "lambdeck:sample", value: "true" }],
    }),
  );
}

export async function removeStateMachines({ sfn }: SampleClients): Promise<void> {
  const { stateMachines = [] } = await sfn.send(new ListStateMachinesCommand({}));
  for (const { stateMachineArn } of stateMachines) {
    const { tags = [] } = await sfn.send(
      new ListTagsForResourceCommand({ resourceArn: stateMachineArn }),
    );
    if (tags.some(({ key, value }) => key === "lambdeck:sample" && value === "true"))
      await sfn.send(new DeleteStateMachineCommand({ stateMachineArn }));
  }
}
