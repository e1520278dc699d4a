import { iamPolicies } from "./iam-policies";

const start = "<!-- policies: written by node bin/write-policies.mjs -->";
const end = "<!-- end of policies -->";

/** The page with the smallest IAM policies between its two markers. */
export function replacePolicies(page: string): string {
  const from = page.indexOf(start);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error("the page has no markers for the policies");
  const policies = iamPolicies().map(
    ({ title, document }) =>
      `<details>\n<summary>${title}</summary>\n\n\`\`\`json\n${document}\n\`\`\`\n\n</details>`,
  );
  return `${page.slice(0, from)}${start}\n\n${policies.join("\n\n")}\n\n${page.slice(to)}`;
}
