import * as ort from 'onnxruntime-web/webgpu';
import { ortContender } from '../ort/ortContender.ts';
import { offer } from './contender.ts';

offer(ortContender(ort, 'webgpu', () => 'webgpu', { wasm: new URL('ort/', location.href).href }));
