import { denoBundle } from '../../../kernels/test/deno/bundle.ts';

export default denoBundle(import.meta.url);
