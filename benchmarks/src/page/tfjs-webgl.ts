import '@tensorflow/tfjs-backend-webgl';
import { tfjsContender } from '../tfjs/interpreter.ts';
import { offer } from './contender.ts';

offer(tfjsContender('webgl'));
