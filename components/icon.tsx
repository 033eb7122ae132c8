import { ICON_PATHS } from './icon-paths';

/** Which icons there are. */
export type IconName = keyof typeof ICON_PATHS;

/** An icon; the control around it says in words what it does. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class={`icon ${name}`} viewBox="0 0 24 24" aria-hidden="true">
      <path d={ICON_PATHS[name]} />
    </svg>
  );
}
