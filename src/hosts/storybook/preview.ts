import type { ArgTypesEnhancer, BeforeEach, LoaderFunction, Renderer } from 'storybook/internal/csf';
import { addons } from 'storybook/preview-api';
import { showInFrame } from './frame.ts';
import { TOOLBAR_AT_FIRST } from './names.ts';
import { stories } from './page.ts';
import { takeTurn } from './turn.ts';

/** Before a story's own loaders: `chat` is in the context from here on, for loaders, `beforeEach`, decorators and `play`. */
const enter: LoaderFunction<Renderer> = async (context) => {
  if (context.parameters.chat !== undefined) await takeTurn(addons.getChannel());
  context.chat = await stories.enter(context);
};

const leave: BeforeEach<Renderer> = () => () => stories.leave();

const frame: ArgTypesEnhancer<Renderer> = ({ parameters, argTypes }) => {
  showInFrame(parameters);
  return argTypes;
};

export const loaders = [enter];
export const beforeEach = [leave];
export const argTypesEnhancers = [frame];
export const initialGlobals = { ...TOOLBAR_AT_FIRST };
