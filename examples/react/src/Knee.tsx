import '@roentgan/viewer';
import type { GanViewer, ImageDetail } from '@roentgan/viewer';
import { useState } from 'react';
import knee from '../../../models/knee.safetensors?url';
import './ganViewerJsx.ts';

const grades = [0, 1, 2, 3, 4];

/** A knee whose grade the page and the element's own controls choose: the page holds what was set last, and gives it back with each draw. */
export function Knee() {
  const [grade, setGrade] = useState(3);
  const [seed, setSeed] = useState(7);
  const [shown, setShown] = useState<ImageDetail>();
  const [removed, setRemoved] = useState(false);
  const take = (viewer: GanViewer) => {
    setSeed(viewer.seed);
    setGrade(Number(viewer.labels.grade));
  };
  return (
    <>
      <h1>A knee</h1>
      <label>
        Grade{' '}
        <select value={grade} onChange={({ target }) => setGrade(Number(target.value))}>
          {grades.map((each) => (
            <option key={each}>{each}</option>
          ))}
        </select>
      </label>
      <button type="button" onClick={() => setRemoved(!removed)}>
        {removed ? 'Show' : 'Remove'}
      </button>
      {!removed && (
        <gan-viewer
          src={knee}
          seed={seed}
          labels={{ grade }}
          controls
          style={{ width: '20rem' }}
          onimage={({ detail }) => setShown(detail)}
          onInput={({ currentTarget }) => take(currentTarget as GanViewer)}
        >
          <p slot="loading">The model is on its way …</p>
        </gan-viewer>
      )}
      <p role="status">{shown && `Seed ${shown.seed}, grade ${shown.labels.grade}`}</p>
    </>
  );
}
