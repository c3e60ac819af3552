import type { StorybookConfig } from '@storybook/react-vite';

const config: StorybookConfig = {
  framework: '@storybook/react-vite',
  stories: ['../stories/*.stories.tsx'],
  addons: [
    '@storybook/addon-docs',
    '@storybook/addon-vitest',
    // The gallery of this repository. In a project with a folder `scenarios`, the name alone is enough.
    {
      name: 'meilisearch-chat-mock/storybook',
      options: { scenarios: '../../scenarios', types: 'scenarios.d.ts' },
    },
  ],
  // The docs pages show states, not props.
  typescript: { reactDocgen: false },
  core: { disableTelemetry: true, disableWhatsNewNotifications: true },
};

export default config;
