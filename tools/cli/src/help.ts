const usage: Readonly<Record<string, string>> = {
  generate: `roentgan generate [--model FILE] [--seed N] [--count N] [--label NAME=V]... [--edit NAME=V]...
                  [--truncation T] [--backend auto|webgpu|cpu|reference] [--threads N] [--out DIR] [--json]
    Writes PNGs, manifest.jsonl and contact-sheet.png. Image k uses seed + k. Where the model has one label
    with classes and none is given, the images are spread over its classes.
    --backend auto takes a GPU, else cpu, which is WebAssembly in --threads threads (default: one for each core,
    up to eight); webgpu takes an adapter in software too, and reference is plain loops, to check the others.
`,
  convert: `roentgan convert SOURCE -o MODEL.safetensors [--arch NAME|FILE.json] [--dtype f32|f16]
                  [--shape NAME=1,3,256,256]... [--truncation T] [--provenance FILE.json]
                  [--verify [--backend auto|webgpu|cpu] [--threads N]] [--json]
    ONNX or PyTorch weights to a model file. --shape gives an input the sizes that the source leaves open,
    --truncation is what calls start from that state none, --provenance gives a name, licence, attribution
    and trainingData.
    --verify runs it on a backend and in plain loops and prints the difference.
    roentgan convert MODEL.safetensors -o MODEL.onnx [--json]
    A model file to ONNX (opset 17), for other runtimes.
`,
  inspect: `roentgan inspect MODEL [--json]
    Inputs, labels, edits, layers, parameters, multiply-accumulates, GPU memory.
`,
  run: `roentgan run MODEL --input NAME=FILE.npy... --output NAME=FILE.npy...
             [--backend auto|webgpu|cpu|reference] [--threads N] [--json]
    Raw tensors in and out: little-endian f32, f64, int32 or int64 in C order in, f32 out.
`,
  bench: `roentgan bench [ARGUMENTS]
    Runs the benchmarks of this repository; its arguments are those of benchmarks/.
`,
  view: `roentgan view [MODEL] [--port N]
    Serves the studio on localhost until interrupted.
`,
};

/** What `roentgan --help` prints. */
export const help = `${Object.values(usage).join('\n')}
roentgan COMMAND --help   roentgan --version
Exit codes: 0 success, 1 failure, 2 unusable arguments.
`;

/** What `roentgan COMMAND --help` prints. */
export function commandHelp(command: string): string {
  return usage[command] ?? help;
}
