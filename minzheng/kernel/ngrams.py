"""N-grams of names for the search column: find 三丰 or 张 inside 张三丰 by one array index."""

_IGNORED = str.maketrans(dict.fromkeys(" ·.-'"))


def name_grams(name: str) -> list[str]:
    """Return the distinct one- and two-character pieces of a name in order of appearance, lower case, without dots and blanks."""
    letters = name.translate(_IGNORED).lower()
    pairs = [letters[index : index + 2] for index in range(len(letters) - 1)]
    return list(dict.fromkeys([*letters, *pairs]))
