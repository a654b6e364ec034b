const names =
  /^(If|StatelessIf|While|StatelessWhile|Case|Switch|Merge|Enter|Exit|NextIteration|LoopCond|TensorArray.*|TensorList.*|(Stateful)?PartitionedCall)$/;

export function isControlFlow(op: string): boolean {
  return names.test(op);
}

/** Behind the name of the node. */
export const refusedControlFlow =
  'is control flow, which is not supported; freeze the model so that none is left';
