"""What a household earns, spends and owns, and who must support it."""

from minzheng.kernel.codes.code_list import Code, CodeList

INCOME_CATEGORY = CodeList(
    name="income_category",
    title="收入类别",
    standard="最低生活保障审核确认办法（民发〔2021〕57号）第十三条",
    items=(
        Code(1, "WAGE", "工资性收入"),
        Code(2, "BUSINESS", "经营净收入"),
        Code(3, "PROPERTY", "财产净收入"),
        Code(4, "TRANSFER_IN", "转移性收入"),
        Code(5, "TRANSFER_OUT", "转移性支出"),
        Code(6, "EXCLUDED", "不计入家庭收入"),
    ),
)

INCOME_KIND = CodeList(
    name="income_kind",
    title="收入项目",
    standard="最低生活保障审核确认办法（民发〔2021〕57号）第十三条",
    items=(
        Code(101, "W01", "工资", ("工资收入", "工资性收入")),
        Code(102, "W02", "零工或外出务工收入", ("零工", "务工收入", "打工收入")),
        Code(103, "W03", "公益性岗位收入", ("公益性岗位", "公益岗位工资")),
        Code(104, "W04", "奖金、津贴", ("奖金", "津贴")),
        Code(105, "W05", "劳动分红"),
        Code(201, "B01", "种植业收入", ("种植收入", "种植", "经营净收入", "经营性收入")),
        Code(202, "B02", "养殖业收入", ("养殖收入", "养殖")),
        Code(203, "B03", "林业、采集收入", ("林业收入", "采集收入")),
        Code(204, "B04", "个体经营收入", ("个体经营",)),
        Code(205, "B05", "其他经营收入"),
        Code(301, "P01", "利息、股息、红利", ("利息", "财产净收入", "财产性收入")),
        Code(302, "P02", "土地流转收入", ("土地流转", "土地租金")),
        Code(303, "P03", "房屋租金", ("房租收入",)),
        Code(304, "P04", "集体分红"),
        Code(305, "P05", "储蓄性保险收益"),
        Code(309, "P09", "其他财产收入"),
        Code(401, "T01", "离退休金、职工养老金", ("养老金", "离退休金", "退休金")),
        Code(402, "T02", "城乡居民养老金", ("城乡居民基本养老金", "居民养老金")),
        Code(403, "T03", "失业保险金"),
        Code(404, "T04", "遗属补助"),
        Code(405, "T05", "实际收到的赡养费、抚养费、扶养费", ("赡养费", "抚养费", "扶养费")),
        Code(406, "T06", "赔偿收入"),
        Code(407, "T07", "经常性捐赠、赠与"),
        Code(408, "T08", "惠农补贴", ("农业补贴",)),
        Code(409, "T09", "其他转移性收入", ("转移净收入", "转移性收入")),
        Code(410, "T10", "一次性赔偿、继承、中奖、征收补偿等收入", ("一次性收入",)),
        Code(501, "O01", "缴纳税款"),
        Code(502, "O02", "缴纳社会保险费"),
        Code(503, "O03", "支付赡养费、抚养费、扶养费"),
        Code(509, "O09", "其他经常性转移支出"),
        Code(601, "X01", "优待抚恤金"),
        Code(602, "X02", "计划生育奖励与扶助金"),
        Code(603, "X03", "奖学金、助学金", ("奖学金", "助学金")),
        Code(604, "X04", "见义勇为等奖励性补助"),
        Code(605, "X05", "政府发放的社会救助款物", ("社会救助款物", "低保金", "临时救助金")),
        Code(606, "X06", "残疾人两项补贴"),
        Code(607, "X07", "高龄津贴"),
        Code(608, "X08", "孤儿、事实无人抚养儿童基本生活费"),
        Code(609, "X09", "中央确定的基础养老金"),
        Code(610, "X10", "价格临时补贴"),
        Code(611, "X11", "设区的市级以上规定的其他不计入项目"),
    ),
)

EXPENSE_KIND = CodeList(
    name="expense_kind",
    title="支出项目",
    standard="刚性支出困难家庭认定办法",
    items=(
        Code(1, "LIVING", "基本生活支出", ("生活支出",)),
        Code(2, "MEDICAL", "医疗支出", ("医疗", "自付医疗费")),
        Code(3, "EDUCATION", "教育支出", ("教育",)),
        Code(4, "REHAB", "残疾康复支出", ("康复支出", "康复")),
        Code(5, "RENT", "房租支出", ("房租",)),
        Code(9, "OTHER", "其他支出", ("其他",)),
    ),
)

ASSET_KIND = CodeList(
    name="asset_kind",
    title="财产项目",
    standard="最低生活保障审核确认办法（民发〔2021〕57号）第十四条",
    items=(
        Code(1, "FINANCIAL", "银行存款等金融资产", ("存款", "银行存款", "金融资产")),
        Code(2, "SECURITIES", "证券", ("股票",)),
        Code(3, "FUND", "基金"),
        Code(4, "INSURANCE", "商业保险"),
        Code(5, "PRECIOUS", "贵金属"),
        Code(6, "E_PAYMENT", "第三方支付账户余额", ("互联网金融资产",)),
        Code(7, "CLAIM", "债权"),
        Code(11, "VEHICLE", "机动车辆", ("车辆", "机动车")),
        Code(12, "SHIP", "船舶"),
        Code(13, "FARM_MACHINERY", "大型农机具", ("工程机械",)),
        Code(21, "DWELLING", "住房", ("房屋",)),
        Code(22, "OTHER_REAL", "其他不动产", ("商铺", "林权")),
        Code(31, "BUSINESS", "企业、个体工商户出资", ("企业",)),
        Code(99, "OTHER", "其他财产", ("其他",)),
    ),
)

OBLIGOR_RELATION = CodeList(
    name="obligor_relation",
    title="法定义务人与被赡养（抚养、扶养）人的关系",
    standard="民法典 第一千零五十九条、第一千零六十七条、第一千零七十四条、第一千零七十五条",
    items=(
        Code(1, "CHILD", "子女"),
        Code(2, "PARENT", "父母"),
        Code(3, "SPOUSE", "配偶"),
        Code(4, "SIBLING", "兄弟姐妹"),
        Code(5, "GRANDCHILD", "孙子女、外孙子女"),
        Code(6, "GRANDPARENT", "祖父母、外祖父母"),
    ),
)

SUPPORT_MODE = CodeList(
    name="support_mode",
    title="赡养抚养扶养费的计算方式",
    standard="最低生活保障审核确认办法（民发〔2021〕57号）第十三条",
    items=(
        Code(1, "FORMULA", "按义务人家庭收入推算"),
        Code(2, "JUDGEMENT", "按判决、调解或协议"),
        Code(3, "CHILD_RATIO", "按收入比例计算抚养费"),
        Code(4, "SUPPORT_ACTUAL", "按实际给付"),
    ),
)


def income_category(kind: str) -> str:
    """Return the category key of an income kind: "W02" → "WAGE". Raises UnknownCode."""
    return INCOME_CATEGORY.key(INCOME_KIND.number(kind) // 100)
