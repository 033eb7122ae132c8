import { GARMENT_CATEGORIES, type GarmentCategory } from '../lib/types';

/** Words of shops in several habits, most telling first: "rain jacket" is outerwear, "dress shoes" are footwear. */
const WORDS: readonly (readonly [GarmentCategory, RegExp])[] = [
  [
    'footwear',
    /shoe|boot|sneaker|trainer|sandal|heel\b|heels\b|loafer|slipper|flip.?flop|moccasin|espadrille|clogs?\b|flats\b|mule\b|oxford|brogue|footwear/,
  ],
  ['eyewear', /eyewear|glass|spectacle|goggle|optical/],
  ['handbag', /bag\b|bags\b|handbag|backpack|clutch|purse|wallet|tote|satchel|rucksack|duffel|messenger/],
  ['headwear', /headwear|\bhats?\b|\bcaps?\b|beanie|beret|fedora|bonnet|headband|turban|visor/],
  ['outerwear', /outerwear|jacket|coat|blazer|parka|anorak|gilet|poncho|cape\b|cloak|windbreaker|puffer|trench|bomber/],
  [
    'bottomwear',
    /bottom|trouser|pants?\b|jean|skirt|short(s\b|$)|legging|chino|jogger|tights|capri|culotte|salwar|churidar|slacks/,
  ],
  ['dress', /dress|gown|jumpsuit|romper|playsuit|saree|sari\b|kaftan|dungaree|overall/],
  [
    'topwear',
    /topwear|\btops?\b|shirt|tee\b|tees\b|blouse|sweater|jumper|hoodie|cardigan|pullover|polo|tunic|kurta|vest\b|camisole|knit|sweat|bodysuit|longsleeve|upper|turtleneck/,
  ],
];

function categoryIn(text: string): GarmentCategory | undefined {
  const words = text.toLowerCase();
  const exact = GARMENT_CATEGORIES.find((category) => category === words);
  // "Shirt dress" names the dress last; a dress shirt is the one exception that ends in another word.
  if (/shirt.?dress|sweater.?dress|coat.?dress/.test(words)) return 'dress';
  if (/dress.?shirt/.test(words)) return 'topwear';
  return exact ?? WORDS.find(([, pattern]) => pattern.test(words))?.[0];
}

/** One of the eight categories from a shop's own words: its category where that says it, else its type. */
export function categoryOf(category: string, type: string): GarmentCategory | undefined {
  return categoryIn(category) ?? categoryIn(type);
}
