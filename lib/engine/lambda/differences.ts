/** Where functions differ from AWS's, for those who rely on them; printed into docs/engine.md. */
export const lambdaDifferences: readonly string[] = [
  "Creations and updates settle within a second, where AWS takes seconds to minutes; provisioned environments are ready as fast as they start.",
  "Functions run on this machine's interpreters with your rights: on the nearest version there is where the configured one is missing, with a notice in the log. A runtime version that PutRuntimeManagementConfig pins is kept and answered, not run.",
  "Members refused by name: VpcConfig (AWS's own error: the subnet does not exist), FileSystemConfigs, KMSKeyArn, SourceKMSKeyArn, ImageConfig and the package type Image, S3ObjectStorageMode REFERENCE, CapacityProviderConfig, DurableConfig, PublishTo.",
  "Layers of other accounts, AWS's own among them, are answered with AccessDeniedException: publish a copy. A layer's policy is kept and not enforced. External extensions (files in `/opt/extensions`) share the machine's network: two environments cannot listen on the same port. The Telemetry API and the Logs API are answered as not supported, as AWS's runtime interface emulator does; internal extensions get no time at the end of their environment.",
  "No code is signed here: a code signing configuration that enforces signatures refuses every deployment with CodeVerificationFailedException, one that warns lets all pass.",
  "SnapStart is kept and answered; its versions start with an ordinary initialisation.",
  "With tenant isolation, the number of environments is not limited beyond the function's concurrency.",
];
