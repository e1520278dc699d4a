import { functionPath } from "@/components/functions/use-function";
import { sendJson } from "@/components/ui/api";
import { problemOf } from "@/components/ui/problem-view";
import type { Change } from "@/lib/model/change";
import {
  type ConfigurationField,
  type ConfigurationForm,
  requestsFor,
} from "@/lib/model/configuration-form";
import { type EnvironmentDraft, environmentEdit } from "@/lib/model/environment-draft";
import { ProblemError } from "@/lib/model/problem";

export interface ConfigurationSave {
  functionName: string;
  /** The revision the user looked at. */
  revisionId: string | undefined;
  form: ConfigurationForm;
  changed: readonly ConfigurationField[];
  environment: EnvironmentDraft;
  /** The variables are saved, whatever becomes of the rest. */
  onEnvironmentSaved(): void;
}

/** Sends one save to the calls it needs, one after the other; a problem names what was saved before it. */
export async function saveConfiguration(save: ConfigurationSave): Promise<{ changes: Change[] }> {
  const { functionName, form, changed, onEnvironmentSaved } = save;
  const { edit, asynchronous, retention } = requestsFor(form, changed);
  const environment = environmentEdit(save.environment);
  const changes: Change[] = [];
  const send = async (method: "PUT" | "PATCH", path: string, body: unknown) => {
    const address = functionPath(functionName, `/configuration${path}`);
    const { change } = await sendJson<{ change: Change }>(method, address, body);
    changes.push(change);
  };
  try {
    if (edit || environment) {
      await send("PATCH", "", { revisionId: save.revisionId, edit: { ...edit, environment } });
      onEnvironmentSaved();
    }
    if (asynchronous) await send("PUT", "/asynchronous", asynchronous);
    if (retention) await send("PUT", "/retention", retention);
  } catch (error) {
    if (changes.length === 0) throw error;
    const problem = problemOf(error);
    throw new ProblemError({
      ...problem,
      detail: `${problem.detail} Already saved: ${changes.map(({ title }) => title).join("; ")}.`,
    });
  }
  return { changes };
}
