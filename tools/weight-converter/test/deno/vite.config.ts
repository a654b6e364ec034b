import { denoBundle } from '../../../../packages/kernels/test/deno/bundle.ts';

export default denoBundle(import.meta.url);
