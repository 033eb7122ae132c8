import { Component } from 'preact';
import type { ShoppedGarment } from '../../lib/types';
import { number, t } from '../../lib/words';
import type { Shown } from './overlay';

/** `open` names the dot whose popover is open. The layer listens for all dots: an endless page has many. */
export interface DotsProps {
  readonly shown: Shown;
  readonly open: string | undefined;
}

/** What a dot is called within its layer; without a number, how the names of a picture's dots begin. */
export function dotName(picture: number, at: number | ''): string {
  return `${picture}-${at}`;
}

/** The dots of one picture, in a layer of their own; drawn anew only where something about them changed. */
export class Dots extends Component<DotsProps> {
  override shouldComponentUpdate({ shown, open }: DotsProps): boolean {
    return shown !== this.props.shown || openOf(shown, open) !== openOf(shown, this.props.open);
  }
  override render() {
    return (
      <div class="anchor">
        <div class="moved">{this.props.shown.result ? drawn(this.props) : waiting(this.props.shown)}</div>
      </div>
    );
  }
}

function openOf({ id }: Shown, open: string | undefined): string | undefined {
  return open?.startsWith(dotName(id, '')) ? open : undefined;
}

/** A breathing dot while the picture is looked at. */
function waiting({ id }: Shown) {
  return <span hidden class="dot busy skeleton" data-picture={id} aria-hidden="true" />;
}

/** The dots of one wearer are together. */
function drawn(props: DotsProps) {
  const { shown } = props;
  const wearers = wearersOf(shown.result?.garments ?? []);
  return (
    <fieldset class="picture" aria-label={nameOf(shown.element)}>
      {wearers.map(({ person, places }) => {
        const dots = places.map((at) => (
          <Dot key={at} at={at} wearer={person} garment={shown.result?.garments[at]} {...props} />
        ));
        // A group of its own only where there are several to tell apart.
        return wearers.length > 1 ? (
          <fieldset key={person} class="wearer" aria-label={wearerName(person)}>
            {dots}
          </fieldset>
        ) : (
          dots
        );
      })}
    </fieldset>
  );
}

interface DotProps extends DotsProps {
  readonly at: number;
  readonly wearer: number;
  readonly garment: ShoppedGarment | undefined;
}

function Dot({ at, wearer, garment, shown, open }: DotProps) {
  const name = dotName(shown.id, at);
  return (
    <button
      type="button"
      hidden
      class="dot new"
      data-name={name}
      data-at={at}
      data-picture={shown.id}
      data-wearer={wearer}
      data-category={garment?.category}
      aria-label={t('similarTo', t(`category_${garment?.category}`))}
      aria-haspopup="dialog"
      aria-expanded={open === name}
    />
  );
}

/** Garments by who wears them, in the order of the persons; what nobody wears comes last. */
function wearersOf(garments: readonly ShoppedGarment[]): { person: number; places: number[] }[] {
  const groups = new Map<number, number[]>();
  for (const [at, { person }] of garments.entries()) {
    const key = person ?? Number.MAX_SAFE_INTEGER;
    groups.set(key, [...(groups.get(key) ?? []), at]);
  }
  return [...groups].sort(([a], [b]) => a - b).map(([person, places]) => ({ person, places }));
}

function wearerName(person: number): string {
  return person === Number.MAX_SAFE_INTEGER ? t('nobodyWears') : t('wearer', number(person + 1));
}

const LONGEST_NAME = 120;

function nameOf(element: Element): string {
  const said = element.getAttribute('alt') || element.getAttribute('aria-label') || '';
  return said.trim().slice(0, LONGEST_NAME) || t('picture');
}
