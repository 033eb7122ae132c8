import { GARMENT_CATEGORIES, type GarmentCategory } from '../../lib/types.ts';
import type { ColorName } from './color.ts';
import { PALETTE } from './color.ts';
import type { PatternName, TextureName } from './fabric.ts';
import type { Garment } from './garments/garment.ts';
import { hashText } from './random.ts';

/** A product of the starter catalogue: a garment with a shop's words. */
export interface StarterProduct extends Garment {
  title: string;
  type: string;
  brand: string;
  price: number;
}

/**
 * The range, a row a style: cut | w, m or u | dyes (comma: one product each, plus: colours within one) | pattern |
 * texture | trim. Ids are made of the row's words, so adding rows changes no id.
 */
const RANGE: Record<GarmentCategory, string> = {
  topwear: `tee|m|white,black,navy,olive;tee|m|white+navy,navy+white,grey+burgundy|stripes;tee|m|white+red+mustard|||circle
tee|m|black+white+grey|||letters;tee|m|teal+cream+mustard|||peak;fitted|w|white,black,rose,mustard;fitted|w|white+navy,red+white|stripes
vtee|w|grey,burgundy,sky;tee|w|pink+fuchsia+yellow|||sunburst;tee|w|ice+navy+blue|||wave;longsleeve|w|white+black|stripes
longsleeve|w|emerald;longsleeve|m|charcoal;tank|w|black,coral,white;tank|w|navy+white|dots;shirt|m|white,sky
shirt|m|red+black+white,green+navy+yellow|tartan;shirt|m|white+blue|gingham;shirt|w|white;shirt|w|sky+white|vertical
shortshirt|m|navy+coral+mint|tropical;shortshirt|m|black+white+red|floral;polo|m|navy,red,white;polo|m|forest+white|wide
sweater|m|grey|plain|knit;sweater|m|burgundy|plain|cable;sweater|m|navy+white+red|zigzag|knit;sweater|w|cream|plain|cable
sweater|w|pink|plain|knit;sweater|w|black+ivory|wide|knit;vsweater|m|camel|plain|knit;turtleneck|w|black,rust|plain|rib
hoodie|u|grey,black|plain|fleece;hoodie|m|olive|plain|fleece;hoodie|w|lilac|plain|fleece;sweatshirt|u|navy+white+grey|plain|fleece|letters
sweatshirt|w|mint+white|block|fleece;blouse|w|ivory,emerald|plain|satin;blouse|w|black+rose+ivory|floral;blouse|w|sand+black+rust|leopard|satin
offshoulder|w|white,red`,
  outerwear: `blazer|w|black,cream,pink;blazer|m|navy;blazer|m|grey|plain|tweed;blazer|w|beige+brown+cream|check;denimjacket|w|denim,white|plain|denim
denimjacket|m|indigo|plain|denim;bomber|m|olive,black|plain|satin;bomber|w|rose|plain|satin;biker|m|black|plain|leather
biker|w|black,cognac|plain|leather;puffer|m|black,red,navy|plain|satin;puffer|w|silver,mustard|plain|satin;parka|m|khaki|plain|canvas
parka|w|olive|plain|canvas;parka|m|green+brown+khaki|camo;trench|w|beige,navy;trench|m|sand;coat|w|camel,red|plain|suede
coat|w|ivory+black|houndstooth|tweed;coat|m|charcoal|plain|tweed;cardigan|w|cream|plain|cable;cardigan|w|sage|plain|knit
cardigan|m|navy|plain|knit;gilet|m|orange|plain|satin;gilet|w|black|plain|satin`,
  dress: `sheath|w|black,red,navy,fuchsia;sheath|w|white+black|block;aline|w|navy+white|dots;aline|w|yellow;aline|w|sky+white|gingham
slip|w|emerald,gold,black|plain|satin;wrapdress|w|burgundy+rose+ivory|floral|satin;wrapdress|w|teal;wrapdress|w|black+white|dots
maxi|w|white+coral+sky|floral|satin;maxi|w|coral;maxi|w|navy+turquoise+white|paisley;shirtdress|w|denim|plain|denim
shirtdress|w|khaki;shirtdress|w|white+blue|vertical;knitdress|w|grey|plain|knit;knitdress|w|rust|plain|rib;sundress|w|white
sundress|w|red+white|dots;sundress|w|lilac+white+purple|floral;tunic|w|turquoise+navy+gold|paisley`,
  bottomwear: `skinny|w|black,indigo,denim|plain|denim;skinny|m|charcoal|plain|denim;straight|m|denim,indigo|plain|denim
straight|w|sky|plain|denim;ripped|w|denim|plain|denim;ripped|m|sky|plain|denim;mom|w|denim|plain|denim;chinos|m|beige,navy,olive,brown||||belt
trousers|m|charcoal;trousers|m|navy+silver|pinstripe;trousers|m|grey+charcoal+blue|check;trousers|w|black,beige;wide|w|cream,rust,black
wide|w|charcoal+silver|pinstripe;cargo|m|khaki|plain|canvas;cargo|m|olive+brown+sand|camo;cargo|w|sand|plain|canvas
joggers|m|grey,black|plain|fleece;joggers|w|lilac|plain|fleece;leggings|w|black,navy;shorts|m|beige,navy;shorts|w|white
shorts|m|blue+turquoise+white|tropical;jeanshorts|w|denim|plain|denim;mini|w|denim|plain|denim;mini|w|black|plain|leather
pencil|w|black;pencil|w|red+black+yellow|tartan;pleated|w|emerald,pink|plain|satin;alineskirt|w|mustard|plain|corduroy;alineskirt|w|navy+coral+white|floral`,
  footwear: `sneaker|u|white+green,black+white,white+navy|plain|smooth;sneaker|w|pink+white;sneaker|m|navy+white|plain|suede;hightop|u|red,black|plain|canvas
hightop|m|white|plain|leather;runner|m|grey+orange,blue+yellow|plain|canvas;runner|w|turquoise+fuchsia,black+white|plain|canvas
loafer|m|cognac,black|plain|leather;loafer|w|burgundy|plain|leather;derby|m|brown,black|plain|leather;boot|w|black|plain|leather
boot|w|tan|plain|suede;boot|m|brown|plain|leather;chelsea|m|black|plain|leather;chelsea|m|tan|plain|suede;chelsea|w|black|plain|leather
heel|w|black,red,beige|plain|leather;flat|w|pink,black|plain|leather;sandal|w|tan|plain|leather;sandal|m|brown|plain|leather;sandalheel|w|gold|plain|leather`,
  eyewear: `round-clear|u|black,gold,tan;round-sun|u|gold+charcoal;square-clear|m|black,brown;square-clear|w|red;square-sun|u|black+charcoal,brown+chocolate
aviator-sun|u|gold+forest,silver+indigo;aviator-clear|m|silver;cat-sun|w|black+charcoal,white+brown;cat-clear|w|tan`,
  handbag: `tote|w|cognac,black|plain|leather;tote|w|beige|plain|canvas;tote|w|navy+white|stripes|canvas;tote|m|brown|plain|leather
satchel|w|burgundy,tan|plain|leather;satchel|w|black|plain|croc;crossbody|w|red,pink|plain|leather
crossbody|w|black|plain|quilt;crossbody|m|black|plain|canvas;clutch|w|gold,fuchsia|plain|satin;bucket|w|tan|plain|suede;bucket|w|mustard|plain|leather
backpack|m|black|plain|leather;backpack|m|navy|plain|canvas;backpack|w|olive|plain|canvas`,
  headwear: `beanie|u|grey,mustard,black|plain|knit;bobble|w|pink|plain|cable;bobble|u|navy+white|stripes|knit;cap|m|navy+white
cap|u|white+green;beret|w|red,black|plain|fleece;fedora|u|camel+black;fedora|m|charcoal+black;sunhat|w|cream+black,sand+navy|plain|straw
bucket|u|black|plain|canvas;bucket|m|olive+brown+sand|camo;bucket|w|denim|plain|denim`,
};

const TYPES: Record<string, string> = {
  tee: 'T-shirt',
  fitted: 'fitted T-shirt',
  vtee: 'V-neck T-shirt',
  longsleeve: 'long-sleeved top',
  tank: 'tank top',
  shirt: 'shirt',
  shortshirt: 'short-sleeved shirt',
  polo: 'polo shirt',
  sweater: 'jumper',
  vsweater: 'V-neck jumper',
  turtleneck: 'roll-neck top',
  hoodie: 'hoodie',
  sweatshirt: 'sweatshirt',
  blouse: 'blouse',
  offshoulder: 'off-shoulder top',
  blazer: 'blazer',
  denimjacket: 'denim jacket',
  bomber: 'bomber jacket',
  biker: 'biker jacket',
  puffer: 'puffer jacket',
  parka: 'parka',
  trench: 'trench coat',
  coat: 'coat',
  cardigan: 'cardigan',
  gilet: 'quilted gilet',
  sheath: 'sheath dress',
  aline: 'A-line dress',
  slip: 'slip dress',
  wrapdress: 'wrap dress',
  maxi: 'maxi dress',
  shirtdress: 'shirt dress',
  knitdress: 'knitted dress',
  sundress: 'sun dress',
  tunic: 'kaftan dress',
  skinny: 'skinny jeans',
  straight: 'straight jeans',
  ripped: 'ripped jeans',
  mom: 'high-waisted jeans',
  chinos: 'chinos',
  trousers: 'tailored trousers',
  wide: 'wide-leg trousers',
  cargo: 'cargo trousers',
  joggers: 'joggers',
  leggings: 'leggings',
  shorts: 'shorts',
  jeanshorts: 'denim shorts',
  mini: 'mini skirt',
  pencil: 'pencil skirt',
  pleated: 'pleated midi skirt',
  alineskirt: 'A-line skirt',
  sneaker: 'trainers',
  hightop: 'high-top trainers',
  runner: 'running shoes',
  loafer: 'loafers',
  derby: 'derby shoes',
  boot: 'tall boots',
  chelsea: 'Chelsea boots',
  heel: 'court shoes',
  flat: 'ballet flats',
  sandal: 'sandals',
  sandalheel: 'heeled sandals',
  'round-clear': 'round glasses',
  'round-sun': 'round sunglasses',
  'square-clear': 'square glasses',
  'square-sun': 'square sunglasses',
  'aviator-sun': 'aviator sunglasses',
  'aviator-clear': 'aviator glasses',
  'cat-sun': 'cat-eye sunglasses',
  'cat-clear': 'cat-eye glasses',
  tote: 'tote bag',
  satchel: 'satchel',
  crossbody: 'shoulder bag',
  clutch: 'clutch',
  bucket: 'bucket',
  backpack: 'backpack',
  beanie: 'beanie',
  bobble: 'bobble hat',
  cap: 'baseball cap',
  beret: 'beret',
  fedora: 'fedora',
  sunhat: 'sun hat',
};

const PRINTS: Partial<Record<PatternName, string>> = {
  stripes: 'Striped',
  wide: 'Block-striped',
  pinstripe: 'Pinstriped',
  vertical: 'Striped',
  check: 'Checked',
  tartan: 'Tartan',
  gingham: 'Gingham',
  houndstooth: 'Houndstooth',
  dots: 'Dotted',
  floral: 'Floral',
  camo: 'Camouflage',
  block: 'Colour-block',
  leopard: 'Leopard-print',
  zigzag: 'Zigzag',
  paisley: 'Paisley',
  tropical: 'Palm-print',
};
const CLOTHS: Partial<Record<TextureName, string>> = {
  denim: 'denim',
  knit: 'knitted',
  cable: 'cable-knit',
  rib: 'ribbed',
  leather: 'leather',
  quilt: 'quilted',
  tweed: 'tweed',
  satin: 'satin',
  suede: 'suede',
  canvas: 'canvas',
  straw: 'straw',
  fleece: 'fleece',
  corduroy: 'corduroy',
  croc: 'croc-effect',
};
const BRANDS = [
  'Alderwick',
  'Maison Orla',
  'Tern & Tide',
  'Norrvik Studio',
  'Calla Verde',
  'Brightmoor',
  'Ostrava Row',
  'Fenn & Hollow',
] as const;
const PRICES: Record<GarmentCategory, readonly [number, number]> = {
  topwear: [15, 70],
  outerwear: [60, 260],
  dress: [40, 150],
  bottomwear: [25, 95],
  footwear: [40, 160],
  eyewear: [30, 140],
  handbag: [35, 220],
  headwear: [12, 55],
};
const WEARERS = { w: 'women', m: 'men', u: 'unisex' } as const;

function isColor(name: string): name is ColorName {
  return name in PALETTE;
}

function product(category: GarmentCategory, row: readonly string[], dyes: string): StarterProduct {
  const [cut = '', who = 'u', , pattern = '', texture = '', trim = ''] = row;
  const gender = who === 'w' ? WEARERS.w : who === 'm' ? WEARERS.m : WEARERS.u;
  const colors = dyes.split('+').filter(isColor);
  const fabric = {
    colors,
    pattern: (pattern || 'plain') as PatternName,
    texture: (texture || 'smooth') as TextureName,
  };
  const id = [category, who, cut, ...colors, pattern === 'plain' ? '' : pattern, trim].filter(Boolean).join('-');
  const style = cut === 'bucket' ? (category === 'handbag' ? 'bucket bag' : 'bucket hat') : (TYPES[cut] ?? cut);
  const hash = hashText(id);
  const cloth = CLOTHS[fabric.texture] ?? (category === 'topwear' ? 'cotton' : '');
  const words = [PRINTS[fabric.pattern] ?? '', style.includes(cloth) ? '' : cloth, style].filter(Boolean).join(' ');
  const print = trim && trim !== 'belt' ? ' with print' : '';
  const named = colors.slice(0, category === 'eyewear' ? 1 : 3);
  const tint = named.length > 1 ? `${named.slice(0, -1).join(', ')} and ${named.at(-1)}` : named[0];
  const [low, top] = PRICES[category];
  return {
    id,
    category,
    gender,
    cut,
    fabric,
    ...(trim ? { trim: trim as NonNullable<Garment['trim']> } : {}),
    title: `${words.charAt(0).toUpperCase()}${words.slice(1)}${print}, ${tint}`,
    type: style,
    brand: BRANDS[hash % BRANDS.length] ?? BRANDS[0],
    price: Math.floor(low + (((hash >>> 8) % 1000) / 1000) * (top - low)) + 0.95,
  };
}

/** The starter catalogue, always the same products in the same order. */
export const STARTER: readonly StarterProduct[] = GARMENT_CATEGORIES.flatMap((category) =>
  RANGE[category].split(/[;\n]/).flatMap((text) => {
    const row = text.split('|');
    return (row[2] ?? '').split(',').map((dyes) => product(category, row, dyes));
  }),
);
