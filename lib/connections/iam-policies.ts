import { commandClasses, type CommandClass, iamAction } from "@/lib/aws/command-classes";
import { type CloudService, cloudServices } from "@/lib/model/change";

export interface IamPolicy {
  purpose: "look" | "invoke" | "change";
  title: string;
  /** The policy document, ready to paste. */
  document: string;
}

/**
 * The smallest policies for the three things Lambdeck does, made from its own list of commands. They add
 * up: invoking and changing need looking too.
 */
export function iamPolicies(): IamPolicy[] {
  return [
    policy("look", "Look at functions, graphs and logs", "read"),
    policy("invoke", "Invoke functions", "invoke"),
    policy("change", "Change functions, concurrency and triggers", "change"),
  ];
}

/** AWS asks for it when a function is given a layer, its own account's or another one's. */
const giveLayers = {
  Sid: "LambdeckGiveFunctionsLayers",
  Effect: "Allow",
  Action: ["lambda:GetLayerVersion"],
  Resource: "*",
};

function policy(
  purpose: IamPolicy["purpose"],
  title: string,
  commandClass: CommandClass,
): IamPolicy {
  const statements: object[] = cloudServices
    .map((service) => ({ service, actions: actionsOf(service, commandClass) }))
    .filter(({ actions }) => actions.length > 0)
    .map(({ service, actions }) => ({
      Sid: `Lambdeck${capitalized(purpose)}${capitalized(service)}`,
      Effect: "Allow",
      Action: actions,
      Resource: "*",
    }));
  if (purpose === "change")
    statements.push(giveLayers, {
      Sid: "LambdeckGiveFunctionsTheirRole",
      Effect: "Allow",
      Action: ["iam:PassRole"],
      Resource: "*",
      Condition: { StringEquals: { "iam:PassedToService": "lambda.amazonaws.com" } },
    });
  const document = JSON.stringify({ Version: "2012-10-17", Statement: statements }, null, 2);
  return { purpose, title, document };
}

function actionsOf(service: CloudService, commandClass: CommandClass): string[] {
  const actions = Object.entries(commandClasses[service])
    .filter(([, found]) => found === commandClass)
    .map(([command]) => iamAction(service, command))
    .filter((action) => action !== undefined);
  return [...new Set(actions)].sort();
}

function capitalized(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
