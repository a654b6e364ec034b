import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { builtFolder } from '../builtFolder.ts';
import type { ContenderCommands } from '../contenderCommands.ts';
import type { ContenderName } from '../contenders.ts';
import type { Contestant } from '../contestant.ts';
import { within } from '../within.ts';
import type { Answer, Request } from './contenderMain.ts';

type Commands = ContenderCommands;

const keptErrors = 2000;

/** What runs a contender's JavaScript: Node or Deno, and what it is told. */
export interface Interpreter {
  readonly execPath: string;
  readonly execArgv: readonly string[];
}

/** One contender in a process of its own: its own JavaScript, its own GPU device. */
export class ContenderProcess implements Contestant {
  readonly name: ContenderName;
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  #nextId = 0;
  #stderr = '';
  #ended: string | undefined;

  constructor(name: ContenderName, adapter: string | undefined, { execPath, execArgv }: Interpreter) {
    this.name = name;
    this.#child = fork(join(builtFolder, 'contender.js'), [name, adapter ?? ''], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      execPath,
      execArgv: [...execArgv],
    });
    this.#child.stderr!.on('data', (part) => {
      this.#stderr = `${this.#stderr}${part}`.slice(-keptErrors);
    });
    this.#child.on('message', (answer: Answer) => {
      const waiting = this.#waiting.get(answer.id);
      this.#waiting.delete(answer.id);
      if ('error' in answer) waiting?.reject(new Error(`${name}: ${answer.error}`));
      else waiting?.resolve(answer.value);
    });
    this.#child.on('error', (error) => this.#end(error.message));
    this.#child.on('close', (code, signal) =>
      this.#end(`its process ended with ${signal ?? `code ${code}`}`),
    );
  }

  /** Runs a command in the process; its errors name the contender, and so does the end of the process. */
  ask<Name extends keyof Commands>(
    command: Name,
    ...parameters: Parameters<Commands[Name]>
  ): Promise<Awaited<ReturnType<Commands[Name]>>> {
    if (this.#ended !== undefined) return Promise.reject(new Error(`${this.name}: ${this.#ended}`));
    const id = this.#nextId++;
    const answered = new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      const request: Request = { id, command, parameters };
      this.#child.send(request, (error) => error && this.#end(error.message));
    });
    return within(`${this.name}: "${command}"`, () => answered as Promise<never>).catch((error: Error) => {
      if (this.#waiting.has(id)) this.close(); // it would answer nothing else either
      throw error;
    });
  }

  close(): void {
    this.#child.kill('SIGKILL');
  }

  #end(reason: string): void {
    this.#ended ??= [reason, ...this.#stderr.trim().split('\n').slice(-1)]
      .filter((part) => part !== '')
      .join('; ');
    for (const { reject } of this.#waiting.values()) reject(new Error(`${this.name}: ${this.#ended}`));
    this.#waiting.clear();
  }
}
