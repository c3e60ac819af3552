import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import './styles/tokens.css';
import './styles/shell.css';
import './styles/turn.css';
import './styles/retrieval.css';
import './styles/composer.css';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element #root to draw in.');

function start(element: HTMLElement) {
  createRoot(element).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}

// The font is part of the style sheet, but decoded beside the page: drawn before, the text would move once.
void document.fonts.load('1rem "Hanken Grotesk"').finally(() => start(root));
