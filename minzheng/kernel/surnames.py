"""Chinese surnames: compound ones, and those read otherwise than the character's common word (《现代汉语词典》姓氏读音)."""

_COMPOUND = """
欧阳 ou yang, 司马 si ma, 上官 shang guan, 诸葛 zhu ge, 司徒 si tu, 夏侯 xia hou, 皇甫 huang fu, 尉迟 yu chi, 公孙 gong sun,
慕容 mu rong, 令狐 ling hu, 长孙 zhang sun, 宇文 yu wen, 轩辕 xuan yuan, 东方 dong fang, 西门 xi men, 南宫 nan gong,
百里 bai li, 端木 duan mu, 呼延 hu yan, 万俟 mo qi, 澹台 tan tai, 濮阳 pu yang, 淳于 chun yu, 单于 chan yu, 太叔 tai shu,
申屠 shen tu, 仲孙 zhong sun, 钟离 zhong li, 鲜于 xian yu, 闾丘 lv qiu, 亓官 qi guan, 司空 si kong, 司寇 si kou,
赫连 he lian, 独孤 du gu, 拓跋 tuo ba, 完颜 wan yan, 宗政 zong zheng, 乐正 yue zheng, 公冶 gong ye, 谷梁 gu liang,
闻人 wen ren, 东郭 dong guo, 南门 nan men, 夹谷 jia gu, 宰父 zai fu, 纳兰 na lan, 叶赫 ye he, 哥舒 ge shu, 第五 di wu,
梁丘 liang qiu, 左丘 zuo qiu, 公羊 gong yang, 漆雕 qi diao, 壤驷 rang si, 公良 gong liang, 巫马 wu ma, 微生 wei sheng,
羊舌 yang she
"""

_SINGLE = """
单shan 曾zeng 解xie 仇qiu 查zha 区ou 盖ge 朴piao 乐yue 洗xian 缪miao 种chong 召shao 员yun 贠yun 秘bi 折she 繁po 覃qin 翟zhai
祭zhai 薄bo 都du 句gou 阚kan 隗wei 粘nian 藏zang 乜nie 郇xun 能nai 卜bu 角jue 佴nai 炅gui 契xie 蔚yu 会gui
"""

COMPOUND_SURNAMES: dict[str, tuple[str, str]] = {
    surname: (first, second) for surname, first, second in (entry.split() for entry in _COMPOUND.split(","))
}
"""Surnames of two characters with the reading of each."""

SURNAME_READINGS: dict[str, str] = {entry[0]: entry[1:] for entry in _SINGLE.split()}
"""Single-character surnames whose reading as a surname differs from the character's common reading."""


def surname_of(name: str) -> str:
    """Return the surname of a Han name: the compound one where the name is longer than it, else the first character."""
    return name[:2] if len(name) > 2 and name[:2] in COMPOUND_SURNAMES else name[:1]
