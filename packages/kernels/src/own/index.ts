export { OwnKernelError, readDirectives } from './directives.ts';
export { findDemands, findProblems, type WorkgroupLimits, workgroupBytes } from './findProblems.ts';
export { type OwnKernel, ownKernel } from './ownKernel.ts';
export { formatMessage, type OwnMessage, ownMessages } from './ownMessages.ts';
export { type ReflectedBinding, type ReflectedOverride, type Reflection, reflect } from './reflect.ts';
