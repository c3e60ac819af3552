import type { StorybookTheme } from 'storybook/theming';

// Storybook's own declarations lose this when they are bundled.
declare module 'storybook/theming' {
  interface Theme extends StorybookTheme {}
}
