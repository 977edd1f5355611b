"""What is recorded about a person by national code: sex, marriage, ethnicity, education, party, papers."""

from minzheng.kernel.codes.code_list import Code, CodeList

SEX = CodeList(
    name="sex",
    title="性别",
    standard="GB/T 2261.1-2003",
    items=(
        Code(0, "UNKNOWN", "未知的性别"),
        Code(1, "MALE", "男", ("男性",)),
        Code(2, "FEMALE", "女", ("女性",)),
        Code(9, "UNSTATED", "未说明的性别"),
    ),
)

MARITAL_STATUS = CodeList(
    name="marital_status",
    title="婚姻状况",
    standard="GB/T 2261.2-2003",
    items=(
        Code(10, "SINGLE", "未婚"),
        Code(20, "MARRIED", "已婚"),
        Code(21, "FIRST_MARRIAGE", "初婚"),
        Code(22, "REMARRIED", "再婚"),
        Code(23, "REMARRIED_TO_FORMER_SPOUSE", "复婚"),
        Code(30, "WIDOWED", "丧偶"),
        Code(40, "DIVORCED", "离婚", ("离异",)),
        Code(90, "UNSTATED", "未说明的婚姻状况"),
    ),
)

EDUCATION = CodeList(
    name="education",
    title="学历",
    standard="GB/T 4658-2006",
    items=(
        Code(10, "POSTGRADUATE", "研究生教育", ("研究生", "硕士", "博士")),
        Code(20, "BACHELOR", "大学本科教育", ("大学本科", "本科", "大学")),
        Code(30, "COLLEGE", "大学专科教育", ("大学专科", "专科", "大专")),
        Code(40, "SECONDARY_VOCATIONAL", "中等职业教育", ("中专", "中职", "职高", "技校")),
        Code(60, "UPPER_SECONDARY", "普通高级中学教育", ("高中",)),
        Code(70, "LOWER_SECONDARY", "初级中学教育", ("初中",)),
        Code(80, "PRIMARY", "小学教育", ("小学",)),
        Code(90, "OTHER", "其他", ("文盲", "半文盲", "文盲或半文盲", "学龄前儿童")),
    ),
)

POLITICAL_AFFILIATION = CodeList(
    name="political_affiliation",
    title="政治面貌",
    standard="GB/T 4762-1984",
    items=(
        Code(1, "CPC_MEMBER", "中共党员", ("党员", "中国共产党党员")),
        Code(2, "CPC_PROBATIONARY_MEMBER", "中共预备党员", ("预备党员",)),
        Code(3, "YOUTH_LEAGUE_MEMBER", "共青团员", ("团员",)),
        Code(4, "REVOLUTIONARY_COMMITTEE_MEMBER", "民革党员"),
        Code(5, "DEMOCRATIC_LEAGUE_MEMBER", "民盟盟员"),
        Code(6, "NATIONAL_CONSTRUCTION_MEMBER", "民建会员"),
        Code(7, "PROMOTING_DEMOCRACY_MEMBER", "民进会员"),
        Code(8, "PEASANTS_AND_WORKERS_MEMBER", "农工党党员"),
        Code(9, "ZHI_GONG_MEMBER", "致公党党员"),
        Code(10, "JIUSAN_SOCIETY_MEMBER", "九三学社社员"),
        Code(11, "TAIWAN_LEAGUE_MEMBER", "台盟盟员"),
        Code(12, "INDEPENDENT_DEMOCRAT", "无党派民主人士", ("无党派人士",)),
        Code(13, "MASSES", "群众"),
    ),
)

ID_TYPE = CodeList(
    name="id_type",
    title="证件类型",
    standard="GA/T 517-2004",
    items=(
        Code(111, "RESIDENT_ID_CARD", "居民身份证", ("身份证",)),
        Code(112, "TEMPORARY_ID_CARD", "临时居民身份证", ("临时身份证",)),
        Code(113, "HOUSEHOLD_BOOKLET", "户口簿", ("户口本",)),
        Code(414, "PASSPORT", "普通护照", ("护照",)),
        Code(511, "TAIWAN_TRAVEL_PERMIT", "台湾居民来往大陆通行证", ("台胞证",)),
        Code(516, "HONG_KONG_MACAO_TRAVEL_PERMIT", "港澳居民来往内地通行证", ("回乡证",)),
        Code(553, "PERMANENT_RESIDENCE_CARD", "外国人永久居留身份证", ("外国人永久居留证",)),
        # Our own number: the standard of 2004 is older than this document (2018).
        Code(910, "HMT_RESIDENCE_PERMIT", "港澳台居民居住证"),
        Code(99, "NONE", "无证件"),
    ),
)

HUKOU_TYPE = CodeList(
    name="hukou_type",
    title="户口性质",
    standard="户口登记条例 第四条；国发〔2014〕25号",
    items=(
        Code(0, "UNKNOWN", "未说明"),
        Code(1, "AGRICULTURAL", "农业户口", ("农业", "农村户口")),
        Code(2, "NON_AGRICULTURAL", "非农业户口", ("非农业", "城镇户口")),
        Code(3, "RESIDENT", "居民户口", ("家庭户", "居民家庭户口")),
        Code(4, "COLLECTIVE", "集体户口", ("集体户",)),
    ),
)

_ETHNIC_GROUPS = (
    "HAN 汉,MONGOL 蒙古,HUI 回,TIBETAN 藏,UYGUR 维吾尔,MIAO 苗,YI 彝,ZHUANG 壮,BUYEI 布依,KOREAN 朝鲜,"
    "MANCHU 满,DONG 侗,YAO 瑶,BAI 白,TUJIA 土家,HANI 哈尼,KAZAK 哈萨克,DAI 傣,LI 黎,LISU 傈僳,"
    "VA 佤,SHE 畲,GAOSHAN 高山,LAHU 拉祜,SUI 水,DONGXIANG 东乡,NAXI 纳西,JINGPO 景颇,KIRGIZ 柯尔克孜,TU 土,"
    "DAUR 达斡尔,MULAO 仫佬,QIANG 羌,BLANG 布朗,SALAR 撒拉,MAONAN 毛南,GELAO 仡佬,XIBE 锡伯,ACHANG 阿昌,PUMI 普米,"
    "TAJIK 塔吉克,NU 怒,UZBEK 乌孜别克,RUSSIAN 俄罗斯,EWENKI 鄂温克,DEANG 德昂,BONAN 保安,YUGUR 裕固,JING 京,TATAR 塔塔尔,"
    "DERUNG 独龙,OROQEN 鄂伦春,HEZHEN 赫哲,MONBA 门巴,LHOBA 珞巴,JINO 基诺"
)

ETHNICITY = CodeList(
    name="ethnicity",
    title="民族",
    standard="GB/T 3304-1991",
    items=(
        *(
            Code(number, key, f"{label}族", (label,))
            for number, (key, label) in enumerate((pair.split(" ") for pair in _ETHNIC_GROUPS.split(",")), start=1)
        ),
        Code(97, "OTHER", "其他", ("未识别民族",)),
        Code(98, "NATURALISED", "外国血统中国籍人士", ("入籍",)),
    ),
)
