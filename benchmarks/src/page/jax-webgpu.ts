import { jaxContender } from '../jax/jaxContender.ts';
import { offer } from './contender.ts';

offer(jaxContender('webgpu', () => 'webgpu'));
