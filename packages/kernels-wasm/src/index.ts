export { type CallFields, callBytes, encodeCall, type WasmKernel } from './calls.ts';
export type { Read, RunResult, Write } from './engine/engine.ts';
export type { ProgramCall } from './engine/kernels.ts';
export { controlBytes } from './engine/team.ts';
export { type Instructions, loadModule, supportedInstructions } from './loadModule.ts';
export { type EngineLayout, type OpenEngine, openEngine, usableThreads } from './openEngine.ts';
export { type Dispatch, packingCall, scratchBytes, type TwinCall, twinCall } from './twins.ts';
