import type { ContenderName } from './contenders.ts';
import { describeVersions } from './describeVersions.ts';
import { ceilingFacts, reportLayers } from './reportLayers.ts';
import { reportHandOver, reportThroughput } from './reportThroughput.ts';
import type { AdapterDescription, ContenderResult, ModelResult, Results, Timing } from './results.ts';
import { isBrowser } from './runtimes.ts';
import { median } from './statistics.ts';
import { digits, kilobytes, markdownTable } from './table.ts';

const softwareMark = '**software**';

/** The results as Markdown; every row says whether it ran on a software adapter. */
export function reportMarkdown(results: Results): string {
  const { adapter, settings, machine, versions } = results;
  const facts = [
    `${results.date}, ${describeVersions(versions)}.`,
    `WebGPU: ${adapter.webgpu}${adapter.webgpuIsSoftware ? ` (${softwareMark})` : ''}.${isBrowser(results.runtime) ? ` WebGL: ${adapter.webgl}${adapter.webglIsSoftware ? ` (${softwareMark})` : ''}.` : ''}`,
    `${machine.system}; ${machine.cores} cores of ${machine.processor}${machine.loadBefore === undefined ? '' : `; load ${machine.loadBefore} before, ${machine.loadAfter} after (the benchmark itself included)`}.`,
    `Batch 1, a new latent each image, ${settings.warmup} warm-up and ${settings.runs} timed rounds; contenders take turns within each round, ${settings.pause} ms apart. First images: ${settings.cold} each.`,
    ...ceilingFacts(results.ceilings),
    ...results.failures.map(
      ({ model, contender, message }) =>
        `**Not measured: ${model}${contender ? ` with ${contender}` : ''}.** ${message}`,
    ),
    `Repeat it with \`${results.command}\`, in a checkout after \`npm run build\`.`,
  ];
  const warning =
    adapter.webgpuIsSoftware || adapter.webglIsSoftware
      ? `Rows marked ${softwareMark} ran on a processor that imitates a GPU: they rank overheads, not the speed of GPUs.\n\n`
      : '';
  const models = results.models.map((model) => reportModel(model, results)).join('\n');
  return `# Roentgan against its peers\n\n${facts.map((fact) => `- ${fact}`).join('\n')}\n\n${warning}${models}`;
}

function reportModel(model: ModelResult, { adapter, settings, runtime }: Results): string {
  const largest = Math.max(0, ...model.agreement.pairs.map(({ difference }) => difference));
  const runsOn = (contender: ContenderResult): string => placeOf(contender, adapter);
  const images = model.contenders.flatMap((contender) => [
    [contender.name, runsOn(contender), ...timingCells(contender.image)],
    ...contender.extras.map((extra) => [
      `${contender.name}, ${extra.what}`,
      runsOn(contender),
      ...timingCells(extra),
    ]),
  ]);
  const starts = model.contenders.map((contender) => [
    contender.name,
    runsOn(contender),
    contender.firstImage.length > 0 ? digits(median(contender.firstImage)) : 'not measured',
    contender.firstImage.map(digits).join(', '),
    ...(isBrowser(runtime) ? [contender.download ? kilobytes(contender.download.gzip) : '-'] : []),
  ]);
  const start = isBrowser(runtime)
    ? 'First image from an empty page (code and weights from localhost, nothing cached), in milliseconds; code to download, gzipped, without weights:\n'
    : `First image from ${runtime === 'page' ? 'loading the model, whose bytes and code are in memory' : 'starting a process, code and weights from the disk'}, in milliseconds:\n`;
  const layers = model.contenders.map((contender) =>
    reportLayers(contender, runsOn(contender), settings.runs),
  );
  return [
    `## ${model.name}, ${(model.parameters / 1e6).toFixed(2)} M parameters\n`,
    `Outputs of all contenders agree within ${largest.toExponential(1)} on ${model.agreement.inputs} inputs (allowed: ${settings.tolerance}; their standard deviation is ${digits(model.agreement.deviation)}).\n`,
    `One image, latent to values in memory, in milliseconds; the ratio is to ${model.baseline ?? settings.baseline} in the same round, below 1 is faster:\n`,
    markdownTable(
      ['contender', 'runs on', 'median', '95 % interval', 'least', 'p95', 'most', 'ratio', '95 % interval'],
      images,
    ),
    start,
    markdownTable(
      ['contender', 'runs on', 'median', 'each', ...(isBrowser(runtime) ? ['code'] : [])],
      starts,
    ),
    ...reportThroughput(model.contenders, runsOn),
    ...reportHandOver(model.contenders, runsOn),
    ...reportCounters(model.contenders, runsOn),
    ...layers.flat(),
  ].join('\n');
}

/** What was asked of the GPU; nothing where no contender uses one. */
function reportCounters(
  contenders: readonly ContenderResult[],
  runsOn: (contender: ContenderResult) => string,
): string[] {
  if (contenders.every(runsOnProcessor)) return [];
  const rows = contenders.map((contender) => [
    contender.name,
    runsOn(contender),
    ...Object.values(contender.counters).map((count) =>
      count === 0 && runsOnProcessor(contender) ? '-' : String(count),
    ),
  ]);
  return [
    'GPU work of one image, none on the processor; for WebGL dispatches are draw calls, buffers are buffers and textures:\n',
    markdownTable(
      [
        'contender',
        'runs on',
        'dispatches',
        'bind groups made',
        'buffers made',
        'pipelines made',
        'writes',
        'passes',
        'submits',
      ],
      rows,
    ),
  ];
}

/** `SwiftShader (software)` and the like: what a contender computed on. */
function placeOf(contender: ContenderResult, adapter: AdapterDescription): string {
  const { name, backend } = contender;
  const usesWebGl: Partial<Record<ContenderName, boolean>> = { 'tfjs-webgl': true };
  if (runsOnProcessor(contender)) return backend;
  const software = usesWebGl[name] ? adapter.webglIsSoftware : adapter.webgpuIsSoftware;
  return software ? `${backend}, ${softwareMark}` : backend;
}

function runsOnProcessor({ backend }: ContenderResult): boolean {
  return backend.startsWith('wasm') || backend.startsWith('cpu');
}

function timingCells({ summary, ratio }: Timing): string[] {
  const interval = ([low, high]: readonly [number, number]): string => `${digits(low)} to ${digits(high)}`;
  return [
    digits(summary.median),
    interval(summary.interval),
    digits(summary.minimum),
    digits(summary.p95),
    digits(summary.maximum),
    digits(ratio.median),
    interval(ratio.interval),
  ];
}
