import '@tensorflow/tfjs-backend-webgpu';
import { tfjsContender } from '../tfjs/interpreter.ts';
import { offer } from './contender.ts';

offer(tfjsContender('webgpu'));
