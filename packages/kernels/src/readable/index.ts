/** The entry `@roentgan/kernels/readable`: shaders as people read them. Large, since it holds every file with its comments. */
export { readableWgsl } from './readableWgsl.ts';
