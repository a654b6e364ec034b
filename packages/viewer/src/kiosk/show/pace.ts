import type { KioskConfig } from '../config/kioskConfig.ts';

/** The share of time in which images are made: the rest leaves the machine cool. */
const dutyCycle = 0.5;
/** How much the newest image counts in the mean. */
const newest = 0.25;

/** How often images are made: as asked, as the backend allows, and never all the time. */
export interface Pace {
  /** Tells what the last image cost, in seconds. */
  took(seconds: number): void;
  /** Seconds from one image to the next. */
  interval(onCpu: boolean): number;
  readonly secondsPerImage: number;
}

export function createPace(config: Pick<KioskConfig, 'framesPerSecond' | 'cpuImagesPerSecond'>): Pace {
  let mean = 0;
  return {
    took(seconds) {
      mean = mean === 0 ? seconds : mean + newest * (seconds - mean);
    },
    interval(onCpu) {
      const rate = onCpu
        ? Math.min(config.cpuImagesPerSecond, config.framesPerSecond)
        : config.framesPerSecond;
      return Math.max(1 / rate, mean / dutyCycle);
    },
    get secondsPerImage() {
      return mean;
    },
  };
}
