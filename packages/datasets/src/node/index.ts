export { finishPool } from './finishPool.ts';
export { nodeFinisher } from './nodeFinisher.ts';
export { nodeFolder } from './nodeFolder.ts';
