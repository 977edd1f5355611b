import pytest

from minzheng.laws.law_files import read_law
from minzheng.laws.strict_yaml import YamlProblem

LAW = """title: 中华人民共和国试行法
short: 试行法
number: 试发〔2020〕1号
issuer: 试行机关
in_force_from: 2020-01-01
in_force_until: 2021-12-31
verified: V
articles: {第一条: 甲。, 第二条: 乙。, 第三条: 丙。, 一（二）: 丁。, 第五点: 戊。}
"""


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("issuer: 试行机关\n", "", "缺少“issuer”"),
        ("verified: V", "verified: X", "只能是 V"),
        ("in_force_from: 2020-01-01", "in_force_from: 去年", "缺少“in_force_from”"),
        ("verified: V", "verified: V\ncolour: red", "不认识的项“colour”"),
        ("verified: V", "verified: V\nnote: [1]", "“note”的写法不对"),
        ("第一条: 甲。", "第1条: 甲。", "条文编号“第1条”写法不对"),
        ("第一条: 甲。", "第一条第二款: 甲。", "写法不对"),
        ("第一条: 甲。", "7: 甲。", "写法不对"),
        ("第一条: 甲。", "第一条: ''", "缺少要点"),
        ("第一条: 甲。", "第一条: 3", "缺少要点"),
    ],
)
def test_a_file_that_is_not_as_described_is_refused_with_its_line(old, new, words):
    with pytest.raises(YamlProblem, match=words):
        read_law(LAW.replace(old, new), "试行法.yaml")


def test_a_list_is_no_law():
    with pytest.raises(YamlProblem, match="键: 值"):
        read_law("- 1", "x.yaml")
