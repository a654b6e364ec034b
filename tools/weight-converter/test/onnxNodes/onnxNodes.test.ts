import { describeNodeCases } from './describeNodeCases.ts';

describeNodeCases([{ backend: 'reference' }, { backend: 'cpu' }]);
