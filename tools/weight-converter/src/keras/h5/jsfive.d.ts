/** The parts that we use of jsfive, which has no types of its own. */
declare module 'jsfive' {
  /** Attributes by name: numbers and texts, alone or in arrays; null where the type has no reader. */
  type Attributes = Readonly<Record<string, unknown>>;

  export class Group {
    readonly name: string;
    readonly keys: string[];
    readonly attrs: Attributes;
    /** Throws a text where there is nothing at the path; null for a link that leads nowhere. */
    get(path: string): Group | Dataset | null;
  }

  export class Dataset {
    readonly shape: number[];
    /** NumPy's, such as `<f4`; a list for kinds that are no numbers. */
    readonly dtype: string | readonly unknown[];
    readonly attrs: Attributes;
    /** All values, in C order. */
    readonly value: number[];
  }

  export class File extends Group {
    constructor(file: ArrayBuffer, name?: string);
  }
}
