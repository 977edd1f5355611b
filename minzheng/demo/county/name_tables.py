"""Surnames and given names by people, sex and generation. All invented combinations of ordinary characters."""

HAN, HUI, YI, MIAO, BAI, HANI = range(6)
PEOPLES = ("HAN", "HUI", "YI", "MIAO", "BAI", "HANI")
"""Keys of ETHNICITY in the order of the tables."""

SURNAMES: tuple[tuple[str, str, tuple[int, ...]], ...] = (
    (
        "HAN",
        (
            "李 王 张 杨 刘 陈 赵 黄 周 吴 徐 孙 胡 朱 高 林 何 郭 罗 宋 郑 谢 唐 曾 邓 冯 程 蔡 彭 潘 袁 董 余 苏 叶 吕 魏 蒋 田 杜 "
            "丁 沈 姜 范 江 傅 钟 卢 汪 戴 崔 任 陆 廖 姚 方 金 邱 夏 谭 韦 贾 邹 石 熊 孟 秦 阎 薛 侯 雷 白 龙 段 郝 孔 邵 史 毛 常 "
            "万 顾 赖 武 康 贺 严 尹 钱 施 牛 洪 龚 解 欧阳 上官"
        ),
        (70, 62, 60, 52, 36, 34, 26, 20, 18, 16),
    ),
    ("HUI", "马 纳 保 合 撒 丁 沙 虎 桂 木 哈 速 锁 者 忽 赛 蔡 林 张 白", (420, 70, 55, 45, 40, 35, 30, 25)),
    ("YI", "李 张 杨 普 毕 龙 陆 安 禄 沙 余 罗 王 者 鲁 起 阿 自 海 蒋", (130, 90, 80, 70, 60, 55)),
    ("MIAO", "杨 王 张 龙 韩 潘 朱 陶 熊 侯 吴 罗", (90, 80)),
    ("BAI", "杨 李 赵 段 董 尹 张 杜", (90, 80)),
    ("HANI", "李 白 普 罗 马 陈 车 朱", (90, 80)),
)
"""People, surnames, weights of the first ones; the rest weigh 10."""

GENERATIONS = (1970, 1997)
"""First birth years of the second and third generation of given names."""

MALE = (
    ("国 德 文 正 开 朝 绍 家 永 兴 光 学 世 天 顺", "明 华 富 才 贵 林 福 良 忠 全 祥 发 昌 云 清 荣 山"),
    ("建 志 伟 海 永 云 红 春 晓 正 国 成 金 加 小", "军 勇 平 强 华 兵 林 明 斌 云 峰 东 辉 飞 波 龙 成"),
    ("俊 浩 子 宇 梓 嘉 志 文 天 泽 一 家 锦 思 睿", "杰 轩 涵 豪 宇 航 阳 辰 鑫 毅 博 然 鹏 霖 皓 源 睿"),
)
FEMALE = (
    ("桂 秀 玉 凤 兰 美 翠 菊 琼 惠 云 莲 朝 素 金", "英 芬 仙 珍 兰 芝 香 美 莲 花 凤 存 珠 华 琴 枝 秀"),
    ("丽 晓 春 艳 红 海 云 建 小 金 雪 志 彩 玉 燕", "芬 琼 梅 萍 艳 霞 丽 芳 燕 红 仙 娟 花 玲 琴 英 会"),
    ("欣 雨 梓 诗 思 佳 雅 梦 静 紫 子 可 语 婉 若", "怡 涵 萱 彤 琪 婷 瑶 妍 悦 玥 雯 菲 蕊 桐 溪 晴 宁"),
)
"""First and second characters of given names, oldest generation first; names of one character use the second alone."""

CLANS = "吉克 沙马 阿尔 吉木 阿苦 曲比 俄木 罗洪 勒格 马海 尔古 苏呷"
OWN_NAMES = ("拉且 伍果 木呷 尔布 拉铁 古哈 尔哈 阿果", "阿依 尔西 伍各 阿支 尔洛 阿乌 木果 妞妞")
"""Yi names as some families write them, clan and own name (of men, of women) joined by a dot."""

RARE = "䶮 㛃 䶮 㛃 𠮷 㼆 䴖 㵟"
"""Characters that old systems cannot write; a few people bear them."""
