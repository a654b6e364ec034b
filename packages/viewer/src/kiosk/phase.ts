/** Who leads: the loop that plays while nobody is there, or a person. */
export type Phase = 'attract' | 'edit';

export interface KioskPhase {
  readonly phase: Phase;
  /** Milliseconds of the clock at which the loop takes over again; Infinity while it leads. */
  readonly idleAt: number;
}

/** `touch`: someone came, or is still there. `done`: someone leaves. `tick`: time has passed. */
export type PhaseEvent = 'touch' | 'done' | 'tick';

export const attracting: KioskPhase = { phase: 'attract', idleAt: Number.POSITIVE_INFINITY };

/** What follows on an event at `now`, in milliseconds of any clock that goes on. */
export function nextPhase(
  current: KioskPhase,
  event: PhaseEvent,
  now: number,
  idleSeconds: number,
): KioskPhase {
  if (event === 'touch') return { phase: 'edit', idleAt: now + idleSeconds * 1000 };
  if (event === 'done') return attracting;
  return now >= current.idleAt ? attracting : current;
}

/** Whole seconds until the loop takes over; undefined while that is further off than `from`. */
export function secondsLeft({ idleAt }: KioskPhase, now: number, from: number): number | undefined {
  const left = Math.ceil((idleAt - now) / 1000);
  return left <= from ? Math.max(0, left) : undefined;
}
