import type { CloudCall } from "@/lib/model/change";
import type { Connection } from "@/lib/model/connection";
import { ProblemError } from "@/lib/model/problem";
import { readSetting, saveSetting } from "@/lib/store/settings";
import { clientsFor } from "./clients";
import { keptCommands } from "./kept-commands";

/**
 * Sends a call that is kept as data, as the journal does for undoing and for looking at what is there now.
 * The guard judges it like any other. Throws a ProblemError for a command that is not kept so.
 */
export async function sendCall(connection: Connection, call: CloudCall): Promise<object> {
  if (call.service === "lambdeck") return doSettingCall(call);
  const Command = keptCommand(call);
  if (!Command)
    throw new ProblemError({
      kind: "unsupported",
      title: `${call.command} was not sent`,
      detail: `Lambdeck cannot repeat ${call.service} ${call.command} from its journal.`,
    });
  // The input was checked by the compiler where it was first sent; here it comes from the store.
  const client: { send(command: never): Promise<object> } = clientsFor(connection)[call.service];
  return client.send(new Command(call.input as never) as never);
}

export function canSend(call: CloudCall): boolean {
  return call.service === "lambdeck" || keptCommand(call) !== undefined;
}

/** A setting of Lambdeck itself as a call, so that the journal takes it back like any other. */
export function settingCall(name: string, value: unknown): CloudCall {
  return { service: "lambdeck", command: "SaveSetting", input: { name, value } };
}

function doSettingCall({ command, input }: CloudCall): object {
  const name = String(input.name);
  if (command === "SaveSetting") saveSetting(name, input.value);
  return { value: readSetting(name) };
}

function keptCommand({ service, command }: CloudCall): CommandConstructor | undefined {
  if (service === "lambdeck") return undefined;
  const kept: Partial<Record<string, Record<string, CommandConstructor>>> = keptCommands;
  const commands = kept[service] ?? {};
  return Object.hasOwn(commands, command) ? commands[command] : undefined;
}

type CommandConstructor = new (input: never) => object;
