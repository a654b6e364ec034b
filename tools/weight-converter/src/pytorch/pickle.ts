import { PickleReader } from './pickleReader.ts';

/** How globals and persistent ids become values. Nothing else in a pickle can name code. */
export interface PickleHost {
  /** A global by its full name (`torch._utils._rebuild_tensor_v2`); throws where it is not allowed. */
  global(name: string): unknown;
  /** Calls what `global` returned. */
  call(callable: unknown, args: readonly unknown[]): unknown;
  persistentId(id: unknown): unknown;
}

const MARK = Symbol('mark');

/**
 * Reads one pickle (protocols 0 to 5) and returns its value and where it ends. Lists and tuples become arrays, dicts
 * become Maps, sets become Sets. Globals go through the host, by name: nothing is imported, nothing is executed.
 * Opcodes are those of Python's pickletools.
 */
export function readPickle(bytes: Uint8Array, host: PickleHost, start = 0): { value: unknown; end: number } {
  const reader = new PickleReader(bytes, start);
  const machine = new Machine(host);
  for (;;) {
    const opcode = reader.byte();
    if (opcode === 0x2e) return { value: machine.pop(), end: reader.at };
    const run = opcodes.get(opcode);
    if (run === undefined) {
      throw new RangeError(`pickle: unknown opcode 0x${opcode.toString(16)} at byte ${reader.at - 1}`);
    }
    run(machine, reader);
  }
}

class Machine {
  readonly host: PickleHost;
  readonly #stack: unknown[] = [];
  readonly #memo = new Map<number, unknown>();

  constructor(host: PickleHost) {
    this.host = host;
  }

  push(value: unknown): void {
    this.#stack.push(value);
  }

  pop(): unknown {
    if (this.#stack.length === 0) throw new RangeError('pickle: takes from an empty stack');
    return this.#stack.pop();
  }

  top(): unknown {
    if (this.#stack.length === 0) throw new RangeError('pickle: reads an empty stack');
    return this.#stack.at(-1);
  }

  /** Everything above the last mark, and the mark. */
  popMark(): unknown[] {
    const at = this.#stack.lastIndexOf(MARK);
    if (at < 0) throw new RangeError('pickle: a mark is missing');
    return this.#stack.splice(at).slice(1);
  }

  mark(): void {
    this.#stack.push(MARK);
  }

  put(key: number): void {
    this.#memo.set(key, this.top());
  }

  memoize(): void {
    this.put(this.#memo.size);
  }

  get(key: number): void {
    if (!this.#memo.has(key)) throw new RangeError(`pickle: memo ${key} is not set`);
    this.push(this.#memo.get(key));
  }

  setItems(pairs: readonly unknown[]): void {
    const dict = this.top();
    if (!(dict instanceof Map)) throw new RangeError('pickle: sets items of something that is no dict');
    for (let i = 0; i + 1 < pairs.length; i += 2) dict.set(pairs[i], pairs[i + 1]);
  }

  append(values: readonly unknown[]): void {
    const list = this.top();
    if (!Array.isArray(list)) throw new RangeError('pickle: appends to something that is no list');
    for (const value of values) list.push(value);
  }

  addItems(values: readonly unknown[]): void {
    const set = this.top();
    if (!(set instanceof Set)) throw new RangeError('pickle: adds to something that is no set');
    for (const value of values) set.add(value);
  }

  call(callable: unknown, args: unknown): void {
    if (!Array.isArray(args)) throw new RangeError('pickle: calls with something that is no tuple');
    this.push(this.host.call(callable, args));
  }

  /** State of a container (an OrderedDict's `_metadata`) is dropped; nothing else may have any. */
  build(): void {
    this.pop();
    if (!(this.top() instanceof Map))
      throw new RangeError('pickle: sets the state of something that is no dict');
  }
}

type Run = (machine: Machine, reader: PickleReader) => void;

function pairsToMap(pairs: readonly unknown[]): Map<unknown, unknown> {
  const map = new Map<unknown, unknown>();
  for (let i = 0; i + 1 < pairs.length; i += 2) map.set(pairs[i], pairs[i + 1]);
  return map;
}

function popPair(machine: Machine): [unknown, unknown] {
  const second = machine.pop();
  return [machine.pop(), second];
}

function popTuple(machine: Machine, length: number): unknown[] {
  return Array.from({ length }, () => machine.pop()).reverse();
}

const opcodes: ReadonlyMap<number, Run> = new Map<number, Run>([
  [0x80, (_, r) => r.byte()], // PROTO
  [0x95, (_, r) => r.uint64()], // FRAME
  [0x28, (m) => m.mark()],
  [0x30, (m) => m.pop()],
  [0x31, (m) => m.popMark()],
  [0x32, (m) => m.push(m.top())], // DUP
  [0x4e, (m) => m.push(null)],
  [0x88, (m) => m.push(true)],
  [0x89, (m) => m.push(false)],
  [0x4a, (m, r) => m.push(r.int32())],
  [0x4b, (m, r) => m.push(r.byte())],
  [0x4d, (m, r) => m.push(r.uint16())],
  [0x8a, (m, r) => m.push(r.long(r.byte()))],
  [0x8b, (m, r) => m.push(r.long(r.uint32()))],
  [0x49, (m, r) => m.push(Number(r.line()))], // INT
  [0x4c, (m, r) => m.push(Number(r.line().replace(/L$/, '')))], // LONG
  [0x46, (m, r) => m.push(Number(r.line()))], // FLOAT
  [0x47, (m, r) => m.push(r.float64())],
  [0x53, (m, r) => m.push(r.line().slice(1, -1))], // STRING, quoted
  [0x54, (m, r) => m.push(r.text(r.uint32()))],
  [0x55, (m, r) => m.push(r.text(r.byte()))],
  [0x56, (m, r) => m.push(r.line())], // UNICODE
  [0x58, (m, r) => m.push(r.text(r.uint32()))],
  [0x8c, (m, r) => m.push(r.text(r.byte()))],
  [0x8d, (m, r) => m.push(r.text(r.uint64()))],
  [0x42, (m, r) => m.push(r.take(r.uint32()))], // BINBYTES
  [0x43, (m, r) => m.push(r.take(r.byte()))],
  [0x8e, (m, r) => m.push(r.take(r.uint64()))],
  [0x96, (m, r) => m.push(r.take(r.uint64()))], // BYTEARRAY8
  [0x5d, (m) => m.push([])],
  [0x61, (m) => m.append([m.pop()])],
  [0x65, (m) => m.append(m.popMark())],
  [0x6c, (m) => m.push(m.popMark())], // LIST
  [0x29, (m) => m.push([])],
  [0x74, (m) => m.push(m.popMark())], // TUPLE
  [0x85, (m) => m.push(popTuple(m, 1))],
  [0x86, (m) => m.push(popTuple(m, 2))],
  [0x87, (m) => m.push(popTuple(m, 3))],
  [0x7d, (m) => m.push(new Map())],
  [0x64, (m) => m.push(pairsToMap(m.popMark()))],
  [0x73, (m) => m.setItems(popPair(m))],
  [0x75, (m) => m.setItems(m.popMark())],
  [0x8f, (m) => m.push(new Set())],
  [0x90, (m) => m.addItems(m.popMark())],
  [0x91, (m) => m.push(new Set(m.popMark()))],
  [0x67, (m, r) => m.get(Number(r.line()))],
  [0x68, (m, r) => m.get(r.byte())],
  [0x6a, (m, r) => m.get(r.uint32())],
  [0x70, (m, r) => m.put(Number(r.line()))],
  [0x71, (m, r) => m.put(r.byte())],
  [0x72, (m, r) => m.put(r.uint32())],
  [0x94, (m) => m.memoize()],
  [0x63, (m, r) => m.push(m.host.global(`${r.line()}.${r.line()}`))],
  [0x93, (m) => m.push(m.host.global(popPair(m).map(String).join('.')))], // STACK_GLOBAL
  [0x69, (m, r) => m.call(m.host.global(`${r.line()}.${r.line()}`), m.popMark())], // INST
  [0x6f, (m) => callFirst(m, m.popMark())], // OBJ
  [0x52, (m) => m.call(...popPair(m))],
  [0x81, (m) => m.call(...popPair(m))], // NEWOBJ
  [0x62, (m) => m.build()],
  [0x50, (m, r) => m.push(m.host.persistentId(r.line()))],
  [0x51, (m) => m.push(m.host.persistentId(m.pop()))],
]);

function callFirst(machine: Machine, [callable, ...args]: unknown[]): void {
  machine.call(callable, args);
}
