import { openSigning } from '@roentgan/datasets';
import { generatedImage, type PlainImage } from './plainImage.ts';
import { answerQuestions } from './worker/answerQuestions.ts';

answerQuestions<PlainImage, Blob>(async (plain) => {
  const png = await generatedImage(plain).toPng();
  if (!globalThis.crypto?.subtle) return png;
  const signing = await openSigning();
  const bytes = await signing.sign(new Uint8Array(await png.arrayBuffer()), plain.provenance);
  return new Blob([bytes], { type: 'image/png' });
});
