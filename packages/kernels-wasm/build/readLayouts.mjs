import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const classPattern = /@unmanaged\nexport class (\w+)(?: extends (\w+))? \{\n([\s\S]*?)\n\}/g;
const fieldPattern = /^ {2}(\w+): (u32|i32|f32);/gm;
const kernelPattern = /^export function (\w+)\(\s*call: (\w+),\s*first: u32,\s*last: u32,/gm;

/**
 * Reads what TypeScript must know of the AssemblyScript: for each exported kernel the fields of its call in memory
 * order, four bytes each, as `name` (an integer) or `name:f32`.
 */
export function readLayouts(folder) {
  const classes = new Map();
  const kernels = new Map();
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.ts'))) {
    const text = readFileSync(join(folder, file), 'utf8');
    for (const [, name, parent, body] of text.matchAll(classPattern)) {
      const fields = [...body.matchAll(fieldPattern)].map(([, field, type]) =>
        type === 'f32' ? `${field}:f32` : field,
      );
      classes.set(name, { parent, fields });
    }
    for (const [, kernel, call] of text.matchAll(kernelPattern)) kernels.set(kernel, call);
  }
  const fieldsOf = (name) => {
    const found = classes.get(name);
    if (!found) throw new Error(`assembly/: no @unmanaged class ${name}, expected one that a kernel takes`);
    return [...(found.parent ? fieldsOf(found.parent) : []), ...found.fields];
  };
  return Object.fromEntries([...kernels].sort().map(([kernel, call]) => [kernel, fieldsOf(call)]));
}
