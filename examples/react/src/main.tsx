import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Knee } from './Knee.tsx';

createRoot(document.getElementById('main')!).render(
  <StrictMode>
    <Knee />
  </StrictMode>,
);
