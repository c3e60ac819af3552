import addonDocs from '@storybook/addon-docs';
import { definePreview } from '@storybook/react-vite';
import chatMock from 'meilisearch-chat-mock/storybook';
import '../../chat-ui/src/styles/tokens.css';
import '../../chat-ui/src/styles/shell.css';
import '../../chat-ui/src/styles/turn.css';
import '../../chat-ui/src/styles/retrieval.css';
import '../../chat-ui/src/styles/composer.css';

export default definePreview({
  addons: [addonDocs(), chatMock()],
  // The font is part of the style sheet, but decoded beside the page.
  loaders: [async () => ({ font: await document.fonts.load('1rem "Hanken Grotesk"') })],
  parameters: {
    layout: 'fullscreen',
    docs: { story: { height: '560px' } },
    options: { storySort: { order: ['Waiting', 'Searching', 'Answering', 'Ending', 'Refused'] } },
  },
  tags: ['autodocs'],
});
