import { matmul } from '../matmul/matmul.ts';
import { operationsByName } from '../operationsByName.ts';
import { scaledDotProductAttention } from '../scaledDotProductAttention/scaledDotProductAttention.ts';

/** Products of activations. */
export const operations = operationsByName([matmul, scaledDotProductAttention]);
