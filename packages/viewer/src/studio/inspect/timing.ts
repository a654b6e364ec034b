import { makeElement } from '../../controls/makeElement.ts';
import { backendText } from '../../ganViewer/backendText.ts';
import type { LayerTimes } from '../modelWorker/messages.ts';
import { describeCounters } from './deviceFacts.ts';
import { milliseconds } from './format.ts';

/** The group that measures what each layer takes. */
export interface Timing {
  readonly element: HTMLElement;
  /** Another model is there: what was measured goes. */
  reset(): void;
  stop(): void;
}

export interface TimingOptions {
  measure(signal: AbortSignal): Promise<LayerTimes>;
  onTimes(times: LayerTimes | undefined): void;
}

export function createTiming({ measure, onTimes }: TimingOptions): Timing {
  const button = makeElement('button', { type: 'button' }, 'Measure');
  const result = makeElement('p', { class: 'timing-result', role: 'status' });
  const element = makeElement(
    'section',
    { class: 'group layer-timing', 'aria-labelledby': 'timing-heading' },
    makeElement(
      'div',
      { class: 'heading-row' },
      makeElement('h2', { class: 'heading', id: 'timing-heading' }, 'Time per layer'),
      button,
    ),
    result,
  );
  let stopping: AbortController | undefined;

  async function run(): Promise<void> {
    const current = new AbortController();
    stopping = current;
    button.textContent = 'Stop';
    result.textContent = 'Measuring';
    try {
      const times = await measure(current.signal);
      if (stopping !== current) return;
      onTimes(times);
      result.textContent = describe(times);
    } catch (error) {
      if (stopping !== current) return;
      result.textContent = current.signal.aborted ? 'Stopped.' : `Not measured: ${(error as Error).message}`;
    }
    stopping = undefined;
    button.textContent = 'Measure';
  }
  button.addEventListener('click', () => (stopping ? stopping.abort() : void run()));

  return {
    element,
    reset() {
      const current = stopping;
      stopping = undefined;
      current?.abort();
      button.textContent = 'Measure';
      result.textContent = '';
      onTimes(undefined);
    },
    stop: () => stopping?.abort(),
  };
}

function describe(times: LayerTimes): string {
  const cost = describeCounters(times.counters).join('; ');
  const where = `${backendText(times)}. ${capitalised(cost)}.`;
  if (!times.timed) {
    return `Times are not available on this device: its WebGPU has no timestamps. ${where}`;
  }
  const total = [...times.times.values()].reduce((sum, time) => sum + time, 0);
  const rounding = times.backend === 'webgpu' ? ' Browsers may round GPU times, often to 0.1 ms.' : '';
  return `${milliseconds(total)} ms in all, medians of ${times.runs} runs on ${where}${rounding} A node without a time is computed inside another, or moves nothing.`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
