const usage: Readonly<Record<string, string>> = {
  generate: `roentgan generate [--model FILE] [--seed N] [--count N] [--label NAME=V]... [--edit NAME=V]...
                  [--truncation T] [--mix SEED:LAYER]
                  [--steps N] [--sampler ddpm|ddim|dpmSolver++|flowEuler|flowHeun] [--guidance G]
                  [--backend auto|webgpu|cpu|reference] [--threads N] [--cert FILE --key FILE | --no-sign] [--out DIR] [--json]
    Writes PNGs, manifest.jsonl and contact-sheet.png. Image k uses seed + k. Where the model has one label
    with classes and none is given, the images are spread over its classes. With --mix the layers from LAYER on,
    counted from 0, take the style of SEED, where the model mixes styles as StyleGAN does.
    A diffusion model or flow takes --steps steps of --sampler from noise to image; --guidance is how much its label
    is enlarged (classifier-free, 1 is the label alone). The model has its own for each.
    --backend auto takes a GPU, else cpu, which is WebAssembly in --threads threads (default: one for each core,
    up to eight); webgpu takes an adapter in software too, and reference is plain loops, to check the others.
    A model that starts from an image, or gives none, is for roentgan run.
    PNGs say that they are synthetic in XMP, by a mark in the pixels and by a C2PA manifest, signed with --cert and --key
    (PEM; Ed25519 or ECDSA) or else with a test certificate whose key is public: docs/provenance.md.
`,
  export: `roentgan export --count N --out DIR [--format png|imagefolder|webdataset|stylegan|dicom] [--bits 8|12|16]
                [--model FILE] [--name NAME] [--seed N] [--label NAME=V]... [--mix N,N,... [--mix-label NAME]]
                [--edit NAME=V|NAME=LOW..HIGH]... [--truncation T] [--steps N] [--sampler NAME] [--guidance G]
                [--split train=0.9,val=0.1] [--chunk N] [--licence TEXT] [--date YYYY-MM-DD] [--no-mark]
                [--cert FILE --key FILE | --no-sign]
                [--backend auto|webgpu|cpu|reference] [--threads N] [--batch N] [--workers N] [--check] [--json]
                [--shard I/N | --shards N]
    A dataset of any size (docs/datasets.md): image k has seed + k, --mix says how often each class is drawn (such as
    328,153,212,106,27; in equal parts where nothing is said), --edit LOW..HIGH draws each image's own amount.
    The same command line goes on where it was stopped (Ctrl-C stops behind a chunk) or killed: no image is lost or twice.
    --check compares every file with what was written, after the export, or without --count of a finished one.
    --workers threads mark, encode and sign; --batch, --threads and --workers change no byte.
    --shard 2/16 makes the second of sixteen parts, in DIR/shard-02-of-16. Which one is taken from JOB_COMPLETION_INDEX (Kubernetes,
    with --shards N or JOB_COMPLETIONS) and SLURM_ARRAY_TASK_ID (Slurm) where they are set (docs/scale-out.md).
    roentgan export merge DIR... -o DIR [--json]
    Puts shards together, equal byte for byte to one run; says what is missing, there twice, altered or of another dataset.
    A DIR with shards in it stands for them.
`,
  convert: `roentgan convert SOURCE -o MODEL.safetensors [--arch NAME|FILE.json] [--dtype f32|f16|int8]
                  [--shape NAME=1,3,256,256]... [--truncation T] [--sampler FILE.json] [--provenance FILE.json]
                  [--classes NAME,NAME...] [--pixel-size MM] [--verify [--backend auto|webgpu|cpu] [--threads N]] [--json]
    ONNX, PyTorch (.pt, .pth, .ckpt, .pkl), safetensors, Keras (.h5, .keras) or a TensorFlow.js model.json with its
    shards beside it (or their folder) to a model file. PyTorch and safetensors hold weights without a graph: their
    family is found by names and shapes, and what was assumed is printed; --arch names another or lists the layers
    (docs/families.md). --shape gives an input the sizes that the source leaves open, --sampler states the sampler
    of a diffusion model or flow (docs/model-file.md) where the source does not, --truncation is what calls start
    from that state none, --provenance gives a name, licence, attribution and trainingData, --classes the names of
    the classes that a classifier gives scores for, --pixel-size how many mm of what an image shows a pixel is high
    and wide (ROWS,COLUMNS where they differ).
    --dtype stores weights of convolutions and linear layers in 2 bytes, or in 1 with a scale for each output channel.
    --verify runs it on a backend and in plain loops and prints the difference; after rounding weights also the PSNR
    against the same model in f32.
    roentgan convert MODEL.safetensors -o MODEL.onnx [--json]
    A model file to ONNX (opset 17), for other runtimes.
`,
  inspect: `roentgan inspect MODEL [--json]
    Inputs, labels, edits, layers, parameters, multiply-accumulates, GPU memory.
  roentgan inspect MODEL --wgsl DIR [--gpu software|nvidia|amd|intel|apple|arm|unknown] [--tuning TABLE.json]
                [--dtype f32|f16] [--batch N] [--force] [--json]
    Writes the exact shader of every dispatch, with its constants and bindings, one file each in order, and index.md. Kernels are
    those that a session chooses on such an adapter (software: every operation's default), by a table of bench tune where there is one.
    --force replaces what an earlier --wgsl wrote.
`,
  run: `roentgan run MODEL --input NAME=FILE.npy... --output NAME=FILE.npy...
             [--backend auto|webgpu|cpu|reference] [--threads N] [--json]
    Raw tensors in and out, in the shapes that roentgan inspect shows: of image-to-image models, classifiers, encoders.
    Little-endian f32, f64, int32 or int64 in C order in, f32 out.
`,
  measure: `roentgan measure IMAGE... [--classifier FILE [--output NAME] [--classes NAME,NAME...]
                  [--normalise imagenet|MEAN:DEVIATION]] [--side auto|right|left] [--csv FILE] [--overlay DIR]
                  [--backend auto|webgpu|cpu|reference] [--threads N] [--json [--lines]]
    What knee radiographs show, one line each: PNG (8 or 16 bits), JPEG and uncompressed DICOM files, or folders of them.
    The joint space and other measures of the outlines; the Kellgren-Lawrence grade by the classifier that comes with the
    command, or by --classifier, any converted model that takes one grey or RGB image and gives a score for each class;
    whether the file says that it is synthetic. What is measured, and how: docs/measuring.md.
    --side auto is the side that a DICOM file states; else left where the name ends in L, else right.
    --csv writes a table, --overlay a drawing of what was found for each image, --json one object a line,
    with --lines also the lines that were measured along, in pixels of the image.
    What cannot be measured is one line on stderr; the others are measured all the same, and the exit code is 1.
`,
  check: `roentgan check FILE... [--json]
    What says that images are synthetic (docs/provenance.md): PNG, JPEG and DICOM files, or folders of them. XMP, the C2PA
    manifest and whether it holds, DICOM's Synthetic Data, and the mark that Roentgan sets in the pixels. That nothing is
    found does not make an image real. Exit code 0 where every file says that it is synthetic, 3 where one does not,
    1 where one cannot be read.
`,
  audit: `roentgan audit DATASET [--real FOLDER [--real-held-out FOLDER] [--show-real]] [--reference FILE.json] [-o DIR]
                  [--extractor FILE] [--features NODE] [--classifier FILE] [--grade-column NAME] [--side auto|right|left]
                  [--size PIXELS] [--seed N] [--limit NAME=VALUE|none]... [--fail]
                  [--backend auto|webgpu|cpu|reference] [--threads N] [--json]
    What a folder of images repeats, leaks and lacks, as report.html and report.json in DIR (audit): duplicates in it and near copies
    of real images in --real, which stay on this machine and are neither named nor shown unless --show-real says so; MS-SSIM of pairs;
    Frechet and kernel distance, precision and recall in the features of --extractor (default: the classifier that comes with the command;
    not Inception's, so not FID or KID); grey levels and spectrum; agreement of stated grades with the classifier.
    DATASET is what roentgan export or generate wrote, or any folder of PNG, JPEG or DICOM files with grades in metadata.csv,
    metadata.jsonl or the names of folders. --real-held-out are real images that the generator was not trained on; without them each real image
    is held against those of others. --reference takes aggregate statistics of real images in place of theirs (docs/auditing.md).
    One line a finding with its limit; --limit changes one. The exit code is 0 where the audit ran, with --fail 1 where a limit is exceeded.
`,
  edits: `roentgan edits find MODEL -o MODEL2.safetensors [--samples N] [--starts N] [--rounds N] [--seed N]
                    [--learned FILE] [--mix N,N,...] [--classifier FILE] [--backend auto|webgpu|cpu|reference] [--threads N] [--json]
    Finds named edits of a knee generator: fits what is measured in --samples images (10000) to their latents, takes the shortest
    direction that moves one attribute and leaves the others, corrects the directions in --rounds rounds (2) by what moved
    images of --starts fresh seeds (80) show, and states each in the attribute's unit. The edits that MODEL had are replaced.
    --learned takes the directions that the trainer taught the generator (generator-edits.json) in place of those that are
    fitted, states and calibrates only these, and corrects them only where --rounds is given; 1000 --samples are enough then.
    --mix says how often each class of the label is drawn, such as 328,153,212,106,27 (in equal parts where absent).
    roentgan edits check MODEL [--seeds N] [--seed N] [--mix N,N,...] [--classifier FILE] [--json FILE]
                    [--report FILE.md] [--backend auto|webgpu|cpu|reference] [--threads N]
    Asked change against measured change at seven amounts of each edit's range, for --seeds images (200) from --seed (0) on.
    The exit code is 1 where an edit does not keep to the limits.
    roentgan edits animate MODEL -o DIR [--seed N] [--label NAME=V]... [--truncation T] [--frames N] [--max-kb N]
                    [--backend auto|webgpu|cpu|reference] [--threads N]
    A GIF of each edit over its range, of at most --max-kb kilobytes (400), marked as synthetic.
`,
  study: `roentgan study make REAL -o STUDY.study.json [--name TEXT] [--seed N] [--real N] [--synthetic N] [--grades FILE.csv]
                    [--model FILE [--truncation T] | --generated FOLDER [--classes NAME,NAME...]] [--repeats N]
                    [--confidence six-point|five-levels] [--jpeg auto|none|QUALITY] [--size PIXELS] [--back] [--no-tools]
                    [--introduction FILE.txt] [--backend auto|webgpu|cpu|reference] [--threads N] [--json]
    Makes a reader study (docs/reader-studies.md): --real images of the folder REAL (30) and --synthetic ones (30) of the model,
    balanced by grade, drawn by --seed. Grades are the names of REAL's folders, or columns file and grade of --grades. The file holds
    hashes of the real images and seeds of the synthetic ones, no image and no name. --repeats images are shown twice;
    --jpeg auto passes synthetic images through JPEG of the quality that the real ones have.
    roentgan study serve STUDY [--model FILE] [--port N]
    The study's page on this machine; readers bring the folder of real images, and save a result file.
    roentgan study analyse STUDY RESULT... [--partial] [--csv DIR] [--json]
    roentgan study report STUDY RESULT... -o REPORT.html [--csv DIR] [--partial]
    Whether readers told real from synthetic, how they graded, how they agree; as lines or JSON, or as one page and tables.
`,
  bench: `roentgan bench [ARGUMENTS]
    Runs the benchmarks of this repository; its arguments are those of benchmarks/.
  roentgan bench tune MODEL [--backend auto|webgpu] [-o TABLE.json] [--json]
    Times every kernel on every layer shape of a model on this device, each compared with the reference first, and writes which are fastest
    (default: MODEL's name with .tuning.json, in this folder), for loadGenerator's option tuning (docs/tuning.md). --backend webgpu takes an
    adapter in software too. A kernel that is wrong or does not run is said on stderr, and never chosen.
  roentgan bench kernels [--op NAME] [--variant FILE.wgsl]... [--shape "input=1x256x16x16 out=128 kernel=4 stride=2 padding=1"]...
                [--model FILE] [--batch N] [--workgroups "X, Y, Z"] [--dtype f32|f16] [--samples N] [--seconds N] [-o FILE.json] [--json]
    Every kernel of an operation, and your own beside them: compared with the operation's reference, then timed, with its share of
    what the device reached in memory bandwidth and arithmetic (docs/bring-your-own-kernel.md). Shapes are those of PyTorch; where none is named,
    those of the layers of DCGAN-64 and the knee generator, or of --model. A kernel that does not end within --seconds (30) is an error.
    The exit code is 1 where a kernel does not compile, does not fit or computes something else.
`,
  view: `roentgan view [MODEL] [--port N] [--classifier FILE]
    Serves the studio on localhost until interrupted; --classifier is the one its stress-test opens with.
`,
  kiosk: `roentgan kiosk [MODEL] -o DIR [--config kiosk.json] [--force] [--json]
    Writes a folder that shows the model full screen, plays by itself, and lets visitors change the image (docs/kiosk.md): for any web
    server over HTTPS, or with its own serve.mjs and kiosk.sh on a player. What can be changed is in its kiosk.json.
    --force replaces a kiosk that is there, and keeps its kiosk.json where --config names none.
`,
};

/** What `roentgan --help` prints. */
export const help = `${Object.values(usage).join('\n')}
roentgan COMMAND --help   roentgan --version
Exit codes: 0 success, 1 failure, 2 unusable arguments; 3 of roentgan check: an image without any mark.
`;

/** What `roentgan COMMAND --help` prints. */
export function commandHelp(command: string): string {
  return usage[command] ?? help;
}
