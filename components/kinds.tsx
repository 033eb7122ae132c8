import { useRef, useState } from 'preact/hooks';
import { GARMENT_CATEGORIES, type GarmentCategory } from '../lib/types';
import { t } from '../lib/words';
import { Chip, MoreChip } from './filter-chips';

/** What a garment is most often taken for by mistake, likeliest first. */
const MISTAKEN: Readonly<Record<GarmentCategory, readonly GarmentCategory[]>> = {
  topwear: ['outerwear', 'dress'],
  outerwear: ['topwear', 'dress'],
  dress: ['topwear', 'bottomwear'],
  bottomwear: ['dress', 'topwear'],
  footwear: ['bottomwear', 'handbag'],
  eyewear: ['headwear', 'handbag'],
  handbag: ['outerwear', 'footwear'],
  headwear: ['eyewear', 'topwear'],
};

/** `was` is what the detector took the garment for, `category` what it counts as now. */
export interface KindsProps {
  readonly was: GarmentCategory;
  readonly category: GarmentCategory;
  readonly onCategory: (category: GarmentCategory) => void;
}

/** One click says that a garment is of another kind; the way back comes first. */
export function Kinds({ was, category, onCategory }: KindsProps) {
  const [all, setAll] = useState(false);
  const likely = [was, ...MISTAKEN[was], ...MISTAKEN[category]];
  const offered = all ? [...likely, ...GARMENT_CATEGORIES] : likely.slice(0, was === category ? 3 : 2);
  const others = [...new Set(offered)].filter((one) => one !== category);
  const box = useRef<HTMLFieldSetElement>(null);
  const showAll = (): void => {
    setAll(true);
    // The button goes away: the focus moves on to the first kind it brought.
    requestAnimationFrame(() => box.current?.querySelectorAll('button')[others.length]?.focus());
  };
  return (
    <fieldset class="chips kinds" ref={box} aria-label={t('anotherKind')}>
      <span class="soft small" aria-hidden="true">
        {t('notRight')}
      </span>
      {others.map((one) => (
        <Chip key={one} word={t(`category_${one}`)} onClick={() => onCategory(one)} />
      ))}
      {!all && <MoreChip word={t('allKinds')} onClick={showAll} />}
    </fieldset>
  );
}
