import { ModelFileError } from '@roentgan/gan-runtime/model-file';
import type { Conversion, ConvertOptions } from './convert.ts';
import { detectFormat } from './detectFormat.ts';
import { readOnnxFiles } from './onnx/readOnnx.ts';
import { readPyTorch } from './pytorch/readPyTorch.ts';
import { readSafetensors } from './safetensors/readSafetensors.ts';

/** Reads a source by its format. Readers that few need load when they are. */
export async function readSource(
  bytes: Uint8Array,
  fileName: string,
  { arch, archJson, shapes = {}, openSideFile }: ConvertOptions,
): Promise<Conversion> {
  const format = detectFormat(bytes, fileName);
  if ((arch !== undefined || archJson !== undefined) && format !== 'pytorch' && format !== 'safetensors')
    throw new ModelFileError(
      `${fileName}: states its own graph, expected no architecture beside it (--arch)`,
    );
  switch (format) {
    case 'onnx':
      return readOnnxFiles(bytes, fileName, { shapes, openSideFile });
    case 'pytorch':
      return readPyTorch(bytes, fileName, { arch, archJson, shapes });
    case 'safetensors':
      return readSafetensors(bytes, fileName, { arch, archJson, shapes });
    case 'keras-h5': {
      const { readKerasH5 } = await import('./keras/h5/readKerasH5.ts');
      return readKerasH5(bytes, fileName, { shapes });
    }
    case 'keras-v3': {
      const { readKerasV3 } = await import('./keras/v3/readKerasV3.ts');
      return readKerasV3(bytes, fileName, { shapes });
    }
    case 'tfjs-layers': {
      const { readTfjsLayers } = await import('./tfjsLayers/readTfjsLayers.ts');
      return readTfjsLayers(bytes, fileName, { shapes, openSideFile });
    }
    case 'tfjs-graph': {
      const { readTfjsGraph } = await import('./tfjsGraph/readTfjsGraph.ts');
      return readTfjsGraph(bytes, fileName, { shapes, openSideFile });
    }
  }
}
