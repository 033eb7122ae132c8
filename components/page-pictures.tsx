import { useState } from 'preact/hooks';
import { titleOf } from '../lib/garment-title';
import type { ListedPicture } from '../lib/page-list';
import { priceText } from '../lib/price';
import type { GenderChoice } from '../lib/similar';
import type { ShoppedGarment } from '../lib/types';
import { asSentence, number, plural, t } from '../lib/words';
import { Icon } from './icon';
import './looks.css';
import { MatchList, type MatchTasks } from './match-list';
import { PictureOf } from './picture';

/**
 * Pictures of the page in front; undefined where it has no dots. `keys` turn dots on, '' where none are set; `never` where
 * the options forbid dots, so that nothing else turns them on.
 */
export interface PagePicturesProps {
  readonly pictures: readonly ListedPicture[] | undefined;
  readonly keys: string;
  readonly never: boolean;
  readonly tasks: MatchTasks;
  readonly onOptions: () => void;
  readonly onShow: (picture: ListedPicture) => void;
  readonly onSave: (picture: ListedPicture) => void;
}

/** The same as the dots, as a list: picture → garments → matches. */
export function PagePictures({ pictures, keys, never, onOptions, ...rest }: PagePicturesProps) {
  if (!pictures) {
    return (
      <div class="empty">
        <Icon name="dots" />
        <h2>{t('pageOffTitle')}</h2>
        <p>{never ? asSentence(t('stateNever')) : t('pageOff')}</p>
        {never && (
          <button type="button" class="button" onClick={onOptions}>
            {t('options')}
          </button>
        )}
        {keys && !never && <p class="small">{t('pageKeys', `\u2066${keys}\u2069`)}</p>}
      </div>
    );
  }
  return (
    <>
      <p class={pictures.length > 0 ? 'soft small' : 'visually-hidden'} role="status">
        {pictures.length > 0 ? plural('picturesOnPage', pictures.length) : t('pageEmptyTitle')}
      </p>
      {pictures.length === 0 && (
        <div class="empty">
          <Icon name="search" />
          <h2>{t('pageEmptyTitle')}</h2>
          <p>{t('pageEmpty')}</p>
        </div>
      )}
      <ul class="plain page-pictures">
        {pictures.map((picture, at) => (
          <PageItem key={`${picture.frame}-${picture.id}`} picture={picture} at={at} {...rest} />
        ))}
      </ul>
    </>
  );
}

type PageItemProps = Pick<PagePicturesProps, 'tasks' | 'onShow' | 'onSave'> & {
  readonly picture: ListedPicture;
  readonly at: number;
};

function PageItem({ picture, at, tasks, onShow, onSave }: PageItemProps) {
  const { source, result, genders, saved } = picture;
  const [asked, setAsked] = useState(false);
  const save = (): void => {
    if (saved) return;
    setAsked(true);
    onSave(picture);
  };
  const name = picture.name || t('pictureName', number(at + 1));
  return (
    <li>
      <div class="page-picture">
        <PictureOf source={source} load={tasks.loadPicture} />
        <div>
          <h2 dir="auto">{name}</h2>
          <p class="soft small">{plural('garments', result.garments.length)}</p>
          <div class="bar">
            <button
              type="button"
              class="button small"
              aria-label={`${t('showOnPage')}: ${name}`}
              onClick={() => onShow(picture)}
            >
              {t('showOnPage')}
            </button>
            <button
              type="button"
              class="button small"
              aria-disabled={saved}
              aria-label={`${t(saved ? 'lookSaved' : 'saveLook')}: ${name}`}
              onClick={save}
            >
              {t(saved ? 'lookSaved' : 'saveLook')}
            </button>
            {/* A button that has the focus is not read again when its words change. */}
            <span class="visually-hidden" role="status">
              {asked && saved && t('lookSaved')}
            </span>
          </div>
        </div>
      </div>
      {result.garments.map((_, place) => (
        <Fold
          key={place}
          garments={result.garments}
          gender={genders[place]}
          persons={result.persons.length}
          at={place}
          tasks={tasks}
        />
      ))}
    </li>
  );
}

interface FoldProps {
  readonly garments: readonly ShoppedGarment[];
  readonly gender: GenderChoice | undefined;
  /** How many people are in the picture: of several it is said who wears it. */
  readonly persons: number;
  readonly at: number;
  readonly tasks: MatchTasks;
}

/** A garment whose matches unfold; their pictures are asked for only then. */
function Fold({ garments, gender, persons, at, tasks }: FoldProps) {
  const [opened, setOpened] = useState(false);
  const { matches = [], person = null } = garments[at] ?? {};
  const title = titleOf(garments, at);
  const price = matches[0]?.product.price;
  const wearer = persons > 1 && (person === null ? t('nobodyWears') : t('wearer', number(person + 1)));
  return (
    <details class="fold" onToggle={({ currentTarget }) => currentTarget.open && setOpened(true)}>
      <summary>
        <span>{title}</span>{' '}
        <span class="soft small">
          {[wearer, plural('matches', matches.length), price && priceText(price)].filter(Boolean).join(' · ')}
        </span>
      </summary>
      {opened && <MatchList title={title} matches={matches} gender={gender} {...tasks} />}
    </details>
  );
}
