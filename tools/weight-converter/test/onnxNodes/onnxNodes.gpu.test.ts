import { testDevice } from '../../../../packages/kernels/test/device.ts';
import { describeNodeCases } from './describeNodeCases.ts';

describeNodeCases([{ backend: 'webgpu', device: await testDevice() }]);
