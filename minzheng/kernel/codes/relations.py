"""Family relations, GB/T 4761-2008, and what they mean in the marriage and family book of the Civil Code."""

from minzheng.kernel.codes.code_list import Code, CodeList

_LABELS: tuple[tuple[int, str, tuple[str, ...]], ...] = (
    (1, "本人", ("申请人",)),
    (2, "户主", ()),
    (3, "小集体户户主", ()),
    (10, "配偶", ()),
    (11, "夫", ("丈夫",)),
    (12, "妻", ("妻子",)),
    (20, "子", ("儿子",)),
    (21, "独生子", ()),
    (22, "长子", ()),
    (23, "次子", ("二子",)),
    (24, "三子", ()),
    (25, "四子", ()),
    (26, "五子", ()),
    (27, "养子或继子", ("养子", "继子")),
    (28, "女婿", ()),
    (29, "其他儿子", ()),
    (30, "女", ("女儿",)),
    (31, "独生女", ()),
    (32, "长女", ()),
    (33, "次女", ("二女",)),
    (34, "三女", ()),
    (35, "四女", ()),
    (36, "五女", ()),
    (37, "养女或继女", ("养女", "继女")),
    (38, "儿媳", ("儿媳妇", "媳妇")),
    (39, "其他女儿", ()),
    (40, "孙子、孙女或外孙子、外孙女", ("孙辈",)),
    (41, "孙子", ()),
    (42, "孙女", ()),
    (43, "外孙子", ("外孙",)),
    (44, "外孙女", ()),
    (45, "孙媳妇或外孙媳妇", ("孙媳妇", "孙媳", "外孙媳妇")),
    (46, "孙女婿或外孙女婿", ("孙女婿", "外孙女婿")),
    (47, "曾孙子或外曾孙子", ("曾孙子", "曾孙", "外曾孙子")),
    (48, "曾孙女或外曾孙女", ("曾孙女", "外曾孙女")),
    (49, "其他孙子、孙女或外孙子、外孙女", ()),
    (50, "父母", ()),
    (51, "父亲", ("父",)),
    (52, "母亲", ("母",)),
    (53, "公公", ()),
    (54, "婆婆", ()),
    (55, "岳父", ()),
    (56, "岳母", ()),
    (57, "继父或养父", ("继父", "养父")),
    (58, "继母或养母", ("继母", "养母")),
    (59, "其他父母关系", ()),
    (60, "祖父母或外祖父母", ("祖父母", "外祖父母")),
    (61, "祖父", ("爷爷",)),
    (62, "祖母", ("奶奶",)),
    (63, "外祖父", ("外公",)),
    (64, "外祖母", ("外婆",)),
    (65, "配偶的祖父母或外祖父母", ()),
    (66, "曾祖父", ()),
    (67, "曾祖母", ()),
    (68, "配偶的曾祖父母或外曾祖父母", ()),
    (69, "其他祖父母或外祖父母关系", ()),
    (70, "兄弟姐妹", ()),
    (71, "兄", ("哥哥", "兄长")),
    (72, "嫂", ("嫂子",)),
    (73, "弟", ("弟弟",)),
    (74, "弟媳", ("弟媳妇",)),
    (75, "姐姐", ("姐",)),
    (76, "姐夫", ()),
    (77, "妹妹", ("妹",)),
    (78, "妹夫", ()),
    (79, "其他兄弟姐妹", ()),
    (80, "其他", ()),
    (81, "伯父", ()),
    (82, "伯母", ()),
    (83, "叔父", ("叔叔",)),
    (84, "婶母", ("婶婶",)),
    (85, "舅父", ("舅舅",)),
    (86, "舅母", ()),
    (87, "姨父", ()),
    (88, "姨母", ()),
    (89, "姑父", ()),
    (90, "姑母", ()),
    (91, "堂兄弟、堂姐妹", ("堂兄弟", "堂姐妹")),
    (92, "表兄弟、表姐妹", ("表兄弟", "表姐妹")),
    (93, "侄子", ()),
    (94, "侄女", ()),
    (95, "外甥", ()),
    (96, "外甥女", ()),
    (97, "其他亲属", ()),
    (98, "保姆", ()),
    (99, "非亲属", ()),
)

RELATION = CodeList(
    name="relation",
    title="与申请人（户主）关系",
    standard="GB/T 4761-2008 家庭关系代码",
    items=tuple(Code(number, f"{number:02}", label, others) for number, label, others in _LABELS),
)

_SPOUSE = frozenset({10, 11, 12})
_CHILD_IN_LAW = frozenset({28, 38})
_CHILD = frozenset(range(20, 40)) - _CHILD_IN_LAW
_PARENT = frozenset({50, 51, 52, 57, 58, 59})
_GRANDPARENT = frozenset({60, 61, 62, 63, 64})
_GRANDCHILD = frozenset({40, 41, 42, 43, 44, 49})
_SIBLING = frozenset({70, 71, 73, 75, 77, 79})
_NEAR_RELATIVE = _SPOUSE | _CHILD | _PARENT | _GRANDPARENT | _GRANDCHILD | _SIBLING


def _number(code: str | int) -> int:
    return RELATION.item(code).number


def is_self(code: str | int) -> bool:
    """Whether the relation is the applicant or head of household (01–03)."""
    return _number(code) <= 3


def is_spouse(code: str | int) -> bool:
    """Whether the relation is the spouse (10–12)."""
    return _number(code) in _SPOUSE


def is_child(code: str | int) -> bool:
    """Whether the relation is a son or daughter, also adopted or step (20–39 without the in-laws 28 and 38)."""
    return _number(code) in _CHILD


def is_child_in_law(code: str | int) -> bool:
    """Whether the relation is a son-in-law (28) or daughter-in-law (38): no duty of support toward the applicant."""
    return _number(code) in _CHILD_IN_LAW


def is_parent(code: str | int) -> bool:
    """Whether the relation is a parent, also adoptive or step (50–52, 57–59); parents-in-law are not."""
    return _number(code) in _PARENT


def is_grandparent(code: str | int) -> bool:
    """Whether the relation is a grandparent on either side (60–64)."""
    return _number(code) in _GRANDPARENT


def is_grandchild(code: str | int) -> bool:
    """Whether the relation is a grandchild on either side (40–44, 49)."""
    return _number(code) in _GRANDCHILD


def is_sibling(code: str | int) -> bool:
    """Whether the relation is a brother or sister (70, 71, 73, 75, 77, 79); their spouses are not."""
    return _number(code) in _SIBLING


def is_near_relative(code: str | int) -> bool:
    """Near relatives (近亲属, 民法典 第一千零四十五条): spouse, parents, children, siblings, grandparents, grandchildren."""
    return _number(code) in _NEAR_RELATIVE
