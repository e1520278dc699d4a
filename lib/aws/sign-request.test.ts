import { expect, test } from "vitest";
import type { Connection } from "@/lib/model/connection";
import { signRequest } from "./sign-request";

const connection: Connection = {
  id: "local",
  kind: "local",
  label: "Local engine",
  region: "eu-central-1",
  endpoint: "http://127.0.0.1:1",
  writable: true,
} as Connection;

test("each service is signed by its own name, whichever came first", async () => {
  const asked = { url: new URL("http://a.localhost:99/p?q=1"), method: "GET", body: "" };
  for (const service of ["execute-api", "lambda", "execute-api"] as const) {
    const headers = [{ name: "X-Tenant", value: "acme" }];
    const signed = await signRequest(connection, service, { ...asked, headers });
    const of = (name: string) => signed.find((one) => one.name === name)?.value;
    expect(of("authorization")).toMatch(
      new RegExp(
        `^AWS4-HMAC-SHA256 Credential=lambdeck/\\d{8}/eu-central-1/${service}/aws4_request, SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-tenant, Signature=[0-9a-f]{64}$`,
      ),
    );
    expect(of("host")).toBe("a.localhost:99");
  }
});
