import type { ContenderResult } from './results.ts';
import { digits, markdownTable } from './table.ts';

type RunsOn = (contender: ContenderResult) => string;

/** Images a second by batch size; nothing where that was not measured. */
export function reportThroughput(contenders: readonly ContenderResult[], runsOn: RunsOn): string[] {
  const batches = [
    ...new Set(contenders.flatMap(({ throughput = [] }) => throughput.map(({ batch }) => batch))),
  ];
  if (batches.length === 0) return [];
  const rows = contenders.map((contender) => [
    contender.name,
    runsOn(contender),
    ...batches.map((batch) => {
      const found = contender.throughput?.find((each) => each.batch === batch);
      if (!found) return 'not measured';
      const [low, high] = found.interval;
      return `${digits(found.imagesPerSecond)} (${digits(low)} to ${digits(high)})`;
    }),
  ]);
  return [
    'Images a second, latents to values in memory, by images a run; of the median run, with its 95 % interval:\n',
    markdownTable(['contender', 'runs on', ...batches.map((batch) => `batch ${batch}`)], rows),
  ];
}

/** What a contender holds on the GPU, and how long it keeps the processor; nothing where none was watched. */
export function reportHandOver(contenders: readonly ContenderResult[], runsOn: RunsOn): string[] {
  const watched = contenders.filter(({ gpuBytes, encode }) => gpuBytes !== undefined || encode !== undefined);
  if (watched.length === 0) return [];
  const megabytes = (bytes: number | undefined): string => (bytes === undefined ? '-' : digits(bytes / 1e6));
  const rows = watched.map((contender) => [
    contender.name,
    runsOn(contender),
    megabytes(contender.gpuBytes?.now),
    megabytes(contender.gpuBytes?.peak),
    contender.encode === undefined ? '-' : digits(contender.encode),
  ]);
  return [
    'GPU buffers and textures after loading and the first images, and at most until then, in MB (10^6 bytes); milliseconds of an image until its last submit had returned:\n',
    markdownTable(['contender', 'runs on', 'held', 'peak', 'until submitted'], rows),
  ];
}
