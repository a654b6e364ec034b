import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { commandFile, runCommand, runCommandWith } from './runCommand.ts';
import { temporaryFolder } from './temporaryFolder.ts';

const page = readFileSync(fileURLToPath(new URL('../../../docs/scale-out.md', import.meta.url)), 'utf8');
const folder = temporaryFolder();

function codeBlock(language: string): string {
  const blocks = page.split(`\n\`\`\`${language}\n`).slice(1);
  expect(blocks).toHaveLength(1);
  return `${blocks[0]!.split('\n```', 1)[0]}\n`;
}

interface Container {
  name: string;
  args: string[];
  env?: { name: string; value: string }[];
  resources: { requests: Record<string, string>; limits: Record<string, string> };
}
interface Job {
  kind: string;
  metadata: { name: string };
  spec: Record<string, unknown> & {
    completions: number;
    podFailurePolicy: { rules: { onExitCodes?: { containerName: string; values: number[] } }[] };
    template: { spec: Record<string, unknown> & { containers: Container[] } };
  };
}

const documents = parseAllDocuments(codeBlock('yaml')).map((document) => {
  expect(document.errors).toEqual([]);
  return document.toJS() as Job;
});
const [exporting, merging, claim] = documents as [Job, Job, Job];

/**
 * The fields that the manifests may use, of those that the API reference documents (batch/v1 JobSpec, core/v1 PodSpec, Container,
 * PersistentVolumeClaimSpec); `*` stands for names of one's own.
 * https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/job-v1/
 */
const documented = new Set(
  `apiVersion kind metadata metadata.name spec
   spec.completions spec.parallelism spec.completionMode spec.backoffLimit spec.backoffLimitPerIndex
   spec.podFailurePolicy spec.podFailurePolicy.rules spec.podFailurePolicy.rules.action
   spec.podFailurePolicy.rules.onExitCodes spec.podFailurePolicy.rules.onExitCodes.containerName
   spec.podFailurePolicy.rules.onExitCodes.operator spec.podFailurePolicy.rules.onExitCodes.values
   spec.podFailurePolicy.rules.onPodConditions spec.podFailurePolicy.rules.onPodConditions.type
   spec.template spec.template.spec spec.template.spec.restartPolicy
   spec.template.spec.terminationGracePeriodSeconds spec.template.spec.nodeSelector spec.template.spec.nodeSelector.*
   spec.template.spec.containers spec.template.spec.containers.name spec.template.spec.containers.image
   spec.template.spec.containers.args spec.template.spec.containers.env spec.template.spec.containers.env.name
   spec.template.spec.containers.env.value spec.template.spec.containers.resources
   spec.template.spec.containers.resources.requests spec.template.spec.containers.resources.requests.*
   spec.template.spec.containers.resources.limits spec.template.spec.containers.resources.limits.*
   spec.template.spec.containers.volumeMounts spec.template.spec.containers.volumeMounts.name
   spec.template.spec.containers.volumeMounts.mountPath
   spec.template.spec.volumes spec.template.spec.volumes.name
   spec.template.spec.volumes.persistentVolumeClaim spec.template.spec.volumes.persistentVolumeClaim.claimName
   spec.accessModes spec.resources spec.resources.requests spec.resources.requests.*`.split(/\s+/),
);

function fieldsOf(value: unknown, path = ''): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => fieldsOf(item, path));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const own = path === '' ? name : `${path}.${name}`;
    return [documented.has(`${path}.*`) ? `${path}.*` : own, ...fieldsOf(inner, own)];
  });
}

test('the Kubernetes manifests have documented fields only', () => {
  expect(documents.map(({ kind }) => kind)).toEqual(['Job', 'Job', 'PersistentVolumeClaim']);
  for (const document of documents) {
    expect(fieldsOf(document).filter((field) => !documented.has(field))).toEqual([]);
  }
});

test('the Kubernetes manifests agree with themselves and the rules of the API', () => {
  const { spec } = exporting;
  const pod = spec.template.spec;
  const [container] = pod.containers as [Container];
  expect(spec.completionMode).toBe('Indexed');
  expect(container.env).toEqual([{ name: 'JOB_COMPLETIONS', value: String(spec.completions) }]);
  // Both a limit for each index and a failure policy ask for this.
  expect(pod.restartPolicy).toBe('Never');
  expect(spec.podFailurePolicy.rules[0]!.onExitCodes).toMatchObject({
    containerName: container.name,
    values: [2],
  });
  expect(container.args).toContain(`--threads=${container.resources.limits.cpu}`);
  for (const job of [exporting, merging]) {
    expect(job.spec.template.spec.volumes).toEqual([
      { name: 'data', persistentVolumeClaim: { claimName: claim.metadata.name } },
    ]);
    for (const { env = [], args } of job.spec.template.spec.containers) {
      for (const text of [...args, ...env.map(({ value }) => value)]) expect(text).toBeTypeOf('string');
    }
  }
});

/** The documented arguments in this folder and with five images a shard. */
function here(args: readonly string[]): string[] {
  return args.map((argument) => argument.replaceAll('/data', folder).replace(/^--count=\d+$/, '--count=80'));
}

test('the command lines of the manifests make a dataset', () => {
  const { completions, template } = exporting.spec;
  const [{ args, env }] = template.spec.containers as [Container];
  // With chunks of five images each of the 16 shards has one.
  const small = [...here(args), '--chunk=5', '--threads=1'];
  for (const index of [0, completions - 1]) {
    const environment = { JOB_COMPLETION_INDEX: String(index), JOB_COMPLETIONS: env![0]!.value };
    const result = runCommandWith(environment, folder, ...small);
    expect(result.stderr).toContain(`shard ${index + 1}/${completions} (JOB_COMPLETION_INDEX is ${index})`);
    expect(result).toMatchObject({ code: 0 });
  }
  const merge = runCommand(folder, ...here(merging.spec.template.spec.containers[0]!.args));
  expect(merge.code).toBe(1);
  expect(merge.stderr).toMatch(/images 5 to 74 are in no folder: of 16 shards numbers 2, 3, .* are missing/);
});

test('the Slurm script is one that bash takes, and makes its task its shard', () => {
  const script = join(folder, 'export.sbatch');
  writeFileSync(script, codeBlock('bash'));
  expect(spawnSync('bash', ['-n', script], { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
  const options = codeBlock('bash').match(/^#SBATCH (.*)$/gm)!;
  expect(options).toContain('#SBATCH --array=0-15');

  const bin = join(folder, 'bin');
  mkdirSync(bin);
  writeFileSync(
    join(bin, 'roentgan'),
    `#!/bin/sh\nexec '${process.execPath}' '${commandFile}' "$@" --chunk 5\n`,
  );
  chmodSync(join(bin, 'roentgan'), 0o755);
  const env = {
    ...process.env,
    PATH: `${bin}:${process.env.PATH}`,
    COUNT: '80',
    OUT: join(folder, 'slurm'),
    SLURM_CPUS_PER_TASK: '1',
    SLURM_ARRAY_TASK_ID: '7',
    // Task 7 submitted again with task 3.
    SLURM_ARRAY_TASK_COUNT: '2',
    SLURM_ARRAY_TASK_MIN: '3',
    SLURM_ARRAY_TASK_MAX: '7',
  };
  const { status, stdout, stderr } = spawnSync('bash', [script], { env, encoding: 'utf8', timeout: 60_000 });
  expect(stderr).toContain('shard 8/16 (SLURM_ARRAY_TASK_ID is 7)');
  expect([status, stdout]).toEqual([0, `5 images in ${folder}/slurm/shard-08-of-16\n`]);
});
