import { ModelFileError } from '@roentgan/gan-runtime/model-file';

/** What a person states of a network whose weights do not say it. Every field has to be read: `unread` names one that was not. */
export class FamilySettings {
  readonly #record: Readonly<Record<string, unknown>>;
  readonly #read = new Set<string>();

  constructor(record: Readonly<Record<string, unknown>> = {}) {
    this.#record = record;
  }

  has(name: string): boolean {
    return this.#record[name] !== undefined && this.#record[name] !== null;
  }

  /** Whether it is there at all, be it as null. */
  states(name: string): boolean {
    return Object.hasOwn(this.#record, name);
  }

  value(name: string): unknown {
    this.#read.add(name);
    return this.#record[name] ?? undefined;
  }

  integer(name: string, fallback: number): number {
    const value = this.value(name) ?? fallback;
    if (Number.isSafeInteger(value) && (value as number) >= 0) return value as number;
    return this.#refuse(name, 'an integer of at least 0');
  }

  number(name: string, fallback: number): number {
    const value = this.value(name) ?? fallback;
    return typeof value === 'number' && Number.isFinite(value)
      ? value
      : this.#refuse(name, 'a finite number');
  }

  boolean(name: string, fallback: boolean): boolean {
    const value = this.value(name) ?? fallback;
    return typeof value === 'boolean' ? value : this.#refuse(name, 'true or false');
  }

  choice<Choice extends string>(name: string, choices: readonly [Choice, ...Choice[]]): Choice {
    const value = this.value(name) ?? choices[0];
    return choices.find((choice) => choice === value) ?? this.#refuse(name, choices.join(' or '));
  }

  /** Whether no field was asked for though there are some beside the family's name. */
  get isIgnored(): boolean {
    return this.#read.size === 0 && this.unread(['family']) !== undefined;
  }

  /** The first field that nothing asked for, but those that change no result. */
  unread(harmless: readonly string[]): string | undefined {
    return Object.keys(this.#record).find(
      (name) => !this.#read.has(name) && !name.startsWith('_') && !harmless.includes(name),
    );
  }

  #refuse(name: string, expected: string): never {
    const found = JSON.stringify(this.#record[name])?.slice(0, 80);
    throw new ModelFileError(`architecture file: ${name} is ${found}, expected ${expected}`);
  }
}
