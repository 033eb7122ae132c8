"""Kinds of garments inside a category (t-shirt, shirt, sweater …), from the labels and product names of the sources."""

from __future__ import annotations

import re

import numpy as np

from models.crops import GARMENTS

# Per category the kinds in the order in which a text is asked for them: a "polo t-shirt" is a polo.
WORDS = {
    "topwear": {
        "polo": r"polo\b(?! assn)", "sweatshirt": r"sweat ?-?shirts?|hood(ie|y|ies|ed)|fleece",
        "sweater": r"sweaters?|pullovers?|cardigans?", "kurta": r"kurt[ai]s?|tunics?", "undershirt": r"undershirt|vests?\b|camisoles?|innerwear",
        "t-shirt": r"t-? ?shirts?|tees?|jerseys?", "longsleeve": r"longsleeve", "shirt": r"shirts?", "top": r"tops?|blouses?|body",
    },
    "outerwear": {"blazer": r"blazers?|suits?|waistcoats?", "jacket": r"jackets?|outwear|coats?"},
    "dress": {"dress": r".*"},
    "bottomwear": {
        "jeans": r"jeans?|denims?", "track pants": r"track ?pants?|tracksuits?|track|lounge pants?", "shorts": r"shorts?|bermudas?|capris?",
        "skirt": r"skirts?", "leggings": r"leggings?|tights|jeggings?|salwar|churidar", "trousers": r"trousers?|pants?|chinos?",
    },
    "footwear": {
        "flip-flops": r"flip ?-?flops?|slippers?", "heels": r"heels?|pumps?|wedges?|stilettos?", "sandals": r"sandals?|floaters?",
        "flats": r"flats?|ballerinas?", "boots": r"boots?", "sports shoes": r"sports?|running|training|football|tennis",
        "formal shoes": r"formal|oxford|derby", "shoes": r"shoes?",
    },
    "eyewear": {"sunglasses": r".*"},
    "handbag": {
        "wallet": r"wallets?|purses?", "backpack": r"backpacks?|rucksacks?|laptop", "clutch": r"clutch(es)?|pouch(es)?",
        "sports bag": r"duffle|duffel|gym", "handbag": r"handbags?|bags?|totes?|slings?",
    },
    "headwear": {"beanie": r"beanies?|skull|knit", "cap": r"caps?|hats?"},
}  # fmt: skip
WORN = {
    "t-shirt": "t-shirt|polo|longsleeve", "shirt": "shirt", "blouse": "top|shirt", "top": "top|t-shirt|undershirt|longsleeve",
    "sweater": "sweater", "jumper": "sweater", "cardigan": "sweater", "sweatshirt": "sweatshirt", "hoodie": "sweatshirt",
    "blazer": "blazer", "suit": "blazer", "jacket": "jacket", "coat": "jacket", "cape": "jacket",
    "jeans": "jeans", "pants": "trousers|track pants", "leggings": "leggings", "shorts": "shorts", "skirt": "skirt",
    "boots": "boots", "heels": "heels", "pumps": "heels", "wedges": "heels", "flats": "flats", "loafers": "flats|formal shoes",
    "sandals": "sandals|heels|flats", "sneakers": "sports shoes|shoes",
    "wallet": "wallet|clutch", "purse": "clutch|handbag", "bag": "handbag|backpack",
}  # fmt: skip
"""Fine labels of street photos, and the kinds of product that such a garment may be; "shoes" may be any."""
LAID = {
    "Pants": "trousers|jeans|track pants|leggings", "Longsleeve": "longsleeve|sweater|t-shirt", "Shoes": "",
    "Outwear": "jacket", "Top": "top|undershirt", "Blouse": "top|shirt", "Body": "top|undershirt|t-shirt",
}  # fmt: skip
"""Labels of garments laid out that say more, or less, than one kind."""
KINDS = [(category, kind) for category in GARMENTS for kind in WORDS[category]]
"""All kinds, numbered by their place."""


def kind_of(category: str, facts: dict[str, str]) -> str:
    """The kind that a picture's name, else its type, speaks of; "" when neither does."""
    for text in (facts.get("name", ""), facts.get("type", "")):
        for kind, pattern in WORDS[category].items():
            if text and re.search(rf"\b({pattern})\b", text.lower()):
                return kind
    return ""


def told(category: str, facts: dict[str, str]) -> str:
    """The kinds that a garment can be by what is known of it, divided by "|"; "" when nothing is."""
    if "worn" in facts:
        return WORN.get(facts["worn"], "")
    label = facts.get("type") if "name" not in facts else None
    return LAID[label] if label in LAID else kind_of(category, facts)


def allowed(category: str, facts: dict[str, str]) -> np.ndarray:
    """Which of KINDS a garment can be: those that are told, else all of its category. (len(KINDS),) of bool."""
    kinds = told(category, facts)
    return np.array([c == category and (not kinds or kind in kinds.split("|")) for c, kind in KINDS])


def may_be(category: str, asked: list[dict[str, str]], shown: list[dict[str, str]]) -> np.ndarray:
    """Which of the garments `shown`, of a told kind each, are of a kind that one of `asked` may be: (asked, shown)."""
    first, second = (np.stack([allowed(category, facts) for facts in many]) for many in (asked, shown))
    return (first[:, None] & second[None]).any(2)
