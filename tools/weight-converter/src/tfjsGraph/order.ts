import { ModelFileError } from '@roentgan/gan-runtime/model-file';
import { isControlFlow, refusedControlFlow } from './controlFlow.ts';
import type { TensorName, TfNode } from './graphDef.ts';

/** The nodes that `outputs` need, each behind what it reads. Throws ModelFileError for a cycle and for names that nothing has. */
export function inOrder(
  nodes: ReadonlyMap<string, TfNode>,
  outputs: readonly TensorName[],
  fileName: string,
): TfNode[] {
  const ordered: TfNode[] = [];
  const states = new Map<TfNode, 'open' | 'done'>();
  // A stack of our own: a hostile chain of nodes must not be as deep as the language's.
  const stack: { node: TfNode; next: number }[] = [];
  // The loops of TensorFlow 1 are cycles too.
  const refuseCycle = (name: string, reader: string): never => {
    const loop = stack.find(({ node }) => isControlFlow(node.op))?.node;
    throw new ModelFileError(
      loop
        ? `${fileName}: node "${loop.name}" (${loop.op}): ${refusedControlFlow}`
        : `${fileName}: ${reader} reads "${name}", which needs it: the graph is cyclic`,
    );
  };
  const enter = (name: string, reader: string) => {
    const node = nodes.get(name);
    if (node === undefined)
      throw new ModelFileError(`${fileName}: ${reader} reads "${name}", which no node is`);
    const state = states.get(node);
    if (state === 'open') refuseCycle(name, reader);
    if (state === 'done') return;
    states.set(node, 'open');
    stack.push({ node, next: 0 });
  };
  for (const output of outputs) {
    enter(output.node, 'an output');
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const input = top.node.inputs[top.next++];
      if (input) {
        enter(input.node, `node "${top.node.name}" (${top.node.op})`);
        continue;
      }
      states.set(top.node, 'done');
      ordered.push(top.node);
      stack.pop();
    }
  }
  return ordered;
}
