/** What other people's test suites import as `lambdeck/engine`. */
export { ManualClock } from "../engine/testing/manual-clock.ts";
export { startEngine, type EngineOptions, type LocalEngine } from "./start-engine.ts";
export type { Clock } from "../engine/clock.ts";
export type { EngineSettings } from "../engine/settings.ts";
export type { Deploy, DeployOptions, FunctionToDeploy } from "./deploy-words.ts";
export type { StackChange, StackReport } from "../deploy/stack/report.ts";
