const usage: Readonly<Record<string, string>> = {
  generate: `roentgan generate [--model FILE] [--seed N] [--count N] [--label NAME=V]... [--edit NAME=V]...
                  [--truncation T] [--mix SEED:LAYER]
                  [--steps N] [--sampler ddpm|ddim|dpmSolver++|flowEuler|flowHeun] [--guidance G]
                  [--backend auto|webgpu|cpu|reference] [--threads N] [--out DIR] [--json]
    Writes PNGs, manifest.jsonl and contact-sheet.png. Image k uses seed + k. Where the model has one label
    with classes and none is given, the images are spread over its classes. With --mix the layers from LAYER on,
    counted from 0, take the style of SEED, where the model mixes styles as StyleGAN does.
    A diffusion model or flow takes --steps steps of --sampler from noise to image; --guidance is how much its label
    is enlarged (classifier-free, 1 is the label alone). The model has its own for each.
    --backend auto takes a GPU, else cpu, which is WebAssembly in --threads threads (default: one for each core,
    up to eight); webgpu takes an adapter in software too, and reference is plain loops, to check the others.
    A model that starts from an image, or gives none, is for roentgan run.
`,
  convert: `roentgan convert SOURCE -o MODEL.safetensors [--arch NAME|FILE.json] [--dtype f32|f16|int8]
                  [--shape NAME=1,3,256,256]... [--truncation T] [--sampler FILE.json] [--provenance FILE.json]
                  [--classes NAME,NAME...] [--verify [--backend auto|webgpu|cpu] [--threads N]] [--json]
    ONNX, PyTorch (.pt, .pth, .ckpt, .pkl), safetensors, Keras (.h5, .keras) or a TensorFlow.js model.json with its
    shards beside it (or their folder) to a model file. PyTorch and safetensors hold weights without a graph: their
    family is found by names and shapes, and what was assumed is printed; --arch names another or lists the layers
    (docs/families.md). --shape gives an input the sizes that the source leaves open, --sampler states the sampler
    of a diffusion model or flow (docs/model-file.md) where the source does not, --truncation is what calls start
    from that state none, --provenance gives a name, licence, attribution and trainingData, --classes the names of
    the classes that a classifier gives scores for.
    --dtype stores weights of convolutions and linear layers in 2 bytes, or in 1 with a scale for each output channel.
    --verify runs it on a backend and in plain loops and prints the difference; after rounding weights also the PSNR
    against the same model in f32.
    roentgan convert MODEL.safetensors -o MODEL.onnx [--json]
    A model file to ONNX (opset 17), for other runtimes.
`,
  inspect: `roentgan inspect MODEL [--json]
    Inputs, labels, edits, layers, parameters, multiply-accumulates, GPU memory.
`,
  run: `roentgan run MODEL --input NAME=FILE.npy... --output NAME=FILE.npy...
             [--backend auto|webgpu|cpu|reference] [--threads N] [--json]
    Raw tensors in and out, in the shapes that roentgan inspect shows: of image-to-image models, classifiers, encoders.
    Little-endian f32, f64, int32 or int64 in C order in, f32 out.
`,
  measure: `roentgan measure IMAGE... [--classifier FILE [--output NAME] [--classes NAME,NAME...]
                  [--normalise imagenet|MEAN:DEVIATION]] [--side auto|right|left] [--csv FILE] [--overlay DIR]
                  [--backend auto|webgpu|cpu|reference] [--threads N] [--json]
    What knee radiographs show, one line each: PNG (8 or 16 bits) and JPEG files, or folders of them. The joint space and
    other measures of the outlines; the Kellgren-Lawrence grade by the classifier that comes with the command, or by
    --classifier, any converted model that takes one grey or RGB image and gives a score for each class; whether the file
    says that it is synthetic. What is measured, and how: docs/measuring.md.
    --side auto takes an image for a left knee where its name ends in L, else for a right one.
    --csv writes a table, --overlay a drawing of what was found for each image, --json one object a line.
    What cannot be measured is one line on stderr; the others are measured all the same, and the exit code is 1.
`,
  edits: `roentgan edits find MODEL -o MODEL2.safetensors [--samples N] [--starts N] [--rounds N] [--seed N]
                    [--mix N,N,...] [--classifier FILE] [--backend auto|webgpu|cpu|reference] [--threads N] [--json]
    Finds named edits of a knee generator: fits what is measured in --samples images (10000) to their latents, takes the shortest
    direction that moves one attribute and leaves the others, corrects the directions in --rounds rounds (2) by what moved
    images of --starts fresh seeds (80) show, and states each in the attribute's unit. The edits that MODEL had are replaced.
    --mix says how often each class of the label is drawn, such as 328,153,212,106,27 (in equal parts where absent).
    roentgan edits check MODEL [--seeds N] [--seed N] [--mix N,N,...] [--classifier FILE] [--json FILE]
                    [--report FILE.md] [--backend auto|webgpu|cpu|reference] [--threads N]
    Asked change against measured change at seven amounts of each edit's range, for --seeds images (200) from --seed (0) on.
    The exit code is 1 where an edit does not keep to the limits.
    roentgan edits animate MODEL -o DIR [--seed N] [--label NAME=V]... [--truncation T] [--frames N] [--max-kb N]
                    [--backend auto|webgpu|cpu|reference] [--threads N]
    A GIF of each edit over its range, of at most --max-kb kilobytes (400), marked as synthetic.
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
