import { roentganContender } from '../roentganContender.ts';
import { offer } from './contender.ts';
import { threadCount } from './threadCount.ts';

const onCpu = new URLSearchParams(location.search).get('backend') === 'cpu';

offer(
  roentganContender(
    onCpu ? { backend: 'cpu', threads: threadCount } : { backend: 'webgpu', precision: 'f32' },
    (modelUrl) => `${modelUrl}.safetensors`,
    document.createElement('canvas'),
  ),
);
