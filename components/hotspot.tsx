import type { BoundingBox, ShoppedGarment } from '../lib/types';
import { Card } from './card';

/** A garment's dot; `open` shows its popover. The parent owns which one is open. */
export interface HotspotProps {
  readonly garment: ShoppedGarment;
  readonly open: boolean;
  readonly onOpen: () => void;
  readonly onClose: () => void;
  readonly pictureUrl: (imageUrl: string) => string;
}

const SHOWN = 5;

/** A dot at the garment's centre with the popover of its products. */
export function Hotspot({ garment, open, onOpen, onClose, pictureUrl }: HotspotProps) {
  return (
    <div class="spot" style={placeOf(garment.box)}>
      <button
        type="button"
        class="dot"
        data-category={garment.category}
        aria-label={`Similar ${garment.category}`}
        aria-expanded={open}
        onMouseEnter={onOpen}
        onClick={onOpen}
        onKeyDown={(event: KeyboardEvent) => event.key === 'Escape' && onClose()}
      />
      {open && (
        <div
          class={`popover ${garment.box.x + garment.box.width / 2 > 0.5 ? 'left' : 'right'}`}
          role="dialog"
          aria-label={`Similar ${garment.category}`}
        >
          {garment.matches.length === 0 && <p>Nothing close in your shops</p>}
          {garment.matches.slice(0, SHOWN).map((match) => (
            <Card key={match.product.id} match={match} pictureUrl={pictureUrl(match.product.imageUrl)} />
          ))}
        </div>
      )}
    </div>
  );
}

function placeOf({ x, y, width, height }: BoundingBox): { left: string; top: string } {
  return { left: `${(x + width / 2) * 100}%`, top: `${(y + height / 2) * 100}%` };
}
