import { denoBundle } from './bundle.ts';

export default denoBundle(import.meta.url);
