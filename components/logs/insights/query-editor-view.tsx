"use client";

import { useEffect, useState } from "react";
import { Editor } from "@/components/ui/editor";
import { InsightsEditor } from "./insights-language";
import type { QueryEditorProps } from "./query-editor";

export default function QueryEditorView({ fields, mistake, ...props }: QueryEditorProps) {
  const [insights] = useState(() => new InsightsEditor());
  useEffect(() => {
    insights.knowFields(fields);
  }, [insights, fields]);
  useEffect(() => insights.showMistake(mistake), [insights, mistake]);
  return <Editor {...props} label="Logs Insights query" language={insights.extension} tabMovesOn />;
}
