import { validationError } from "../errors.ts";

/** Throws ValidationError for actions that are not ARNs. What they name need not exist, as on AWS. */
export function checkActions(input: {
  OKActions?: readonly string[] | undefined;
  AlarmActions?: readonly string[] | undefined;
  InsufficientDataActions?: readonly string[] | undefined;
}): void {
  const { OKActions = [], AlarmActions = [], InsufficientDataActions = [] } = input;
  for (const actions of [OKActions, AlarmActions, InsufficientDataActions]) {
    for (const action of actions)
      if (!/^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:[^:]*:.+$/.test(action))
        throw validationError(`Invalid arn syntax: ${action}`);
    const twice = actions.find((action, index) => actions.indexOf(action) !== index);
    if (twice !== undefined) throw validationError(`The action ${twice} is given twice.`);
  }
}
