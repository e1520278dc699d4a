/** A reason the engine cannot start that the user can do something about; shown without a stack. */
export class StartError extends Error {}
