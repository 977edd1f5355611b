"""The vocabulary of social assistance: benefits, circumstances, reasons. Our own keys for statutory terms."""

from minzheng.kernel.codes.code_list import Code, CodeList

BENEFIT_TYPE = CodeList(
    name="benefit_type",
    title="救助种类",
    standard="社会救助法 第十三条至第十五条",
    items=(
        Code(0, "NONE", "不符合条件", ("无",)),
        Code(1, "TEKUN", "特困人员救助供养", ("特困人员", "特困")),
        Code(2, "DIBAO", "最低生活保障", ("低保",)),
        Code(3, "DIBAO_SINGLE", "最低生活保障（单人户）", ("单人保", "单人户")),
        Code(4, "EDGE", "最低生活保障边缘家庭", ("低保边缘家庭", "低保边缘")),
        Code(5, "RIGID", "刚性支出困难家庭", ("刚性支出",)),
        Code(6, "TEMP", "临时救助"),
        Code(7, "PRICE", "价格临时补贴"),
        Code(8, "MONITORED", "防止返贫监测对象"),
        Code(9, "OTHER_LOW", "其他困难人员"),
        Code(99, "UNDECIDED", "待核实"),
    ),
)

AREA_CLASS = CodeList(
    name="area_class",
    title="城乡类别",
    standard="社会救助法 第十九条",
    items=(
        Code(1, "URBAN", "城市", ("城镇", "城市低保", "城镇低保")),
        Code(2, "RURAL", "农村", ("乡村", "农村低保")),
    ),
)

HEALTH = CodeList(
    name="health",
    title="健康状况",
    standard="最低生活保障审核确认办法（民发〔2021〕57号）",
    items=(
        Code(1, "HEALTHY", "健康", ("良好", "健康或良好")),
        Code(2, "WEAK", "体弱", ("一般或较弱",)),
        Code(3, "CHRONIC", "慢性病", ("患有慢性病", "长期慢性病")),
        Code(4, "SERIOUS_ILLNESS", "重病", ("患有重病", "大病", "患有大病")),
        Code(5, "DISABLED", "残疾"),
        Code(6, "SERIOUS_ILLNESS_AND_DISABLED", "重病且残疾"),
    ),
)

LABOUR_CAPACITY = CodeList(
    name="labour_capacity",
    title="劳动能力",
    standard="最低生活保障审核确认办法（民发〔2021〕57号）",
    items=(
        Code(1, "FULL", "有劳动能力", ("普通劳动力", "技能劳动力", "完全劳动能力")),
        Code(2, "PARTIAL", "部分丧失劳动能力", ("部分劳动能力", "弱劳动力或半劳动力")),
        Code(3, "LOST", "丧失劳动能力", ("无劳动能力", "无劳动力", "完全丧失劳动能力")),
        Code(4, "MINOR", "未成年人"),
        Code(5, "ELDERLY", "老年人"),
        Code(6, "STUDENT", "在校学生", ("学生",)),
    ),
)

EMPLOYMENT = CodeList(
    name="employment",
    title="就业状况",
    standard="最低生活保障审核确认办法（民发〔2021〕57号）",
    items=(
        Code(0, "NONE", "无", ("无业",)),
        Code(1, "EMPLOYED", "在职", ("在业",)),
        Code(2, "FLEXIBLE", "灵活就业"),
        Code(3, "MIGRANT", "外出务工", ("务工",)),
        Code(4, "REGISTERED_UNEMPLOYED", "登记失业"),
        Code(5, "UNREGISTERED_UNEMPLOYED", "未登记失业", ("失业",)),
        Code(6, "FARMING", "务农", ("在家务农",)),
        Code(7, "STUDENT", "在校学生", ("学生",)),
        Code(8, "RETIRED", "退休", ("离退休",)),
    ),
)

POVERTY_CAUSE = CodeList(
    name="poverty_cause",
    title="致困原因",
    standard="关于加强低收入人口动态监测做好分层分类社会救助工作的意见",
    items=(
        Code(1, "ILLNESS", "因病", ("疾病",)),
        Code(2, "DISABILITY", "因残", ("残疾",)),
        Code(3, "SCHOOLING", "因学", ("就学",)),
        Code(4, "DISASTER", "因灾", ("灾害",)),
        Code(5, "ACCIDENT", "突发意外", ("意外事故",)),
        Code(6, "LACK_LABOUR", "缺劳动力", ("缺少劳动力", "缺乏劳动力")),
        Code(7, "UNEMPLOYMENT", "失业"),
        Code(8, "OLD_AGE", "年老体弱", ("年老",)),
        Code(9, "CHILD_CARE", "照料子女", ("抚养子女",)),
        Code(99, "OTHER", "其他", ("其他原因",)),
    ),
)

REVIEW_CATEGORY = CodeList(
    name="review_category",
    title="定期核查类别",
    standard="最低生活保障审核确认办法（民发〔2021〕57号）第三十一条",
    items=(
        Code(1, "STABLE", "收入稳定，每年核查"),
        Code(2, "UNSTABLE", "收入不固定、有劳动能力，每半年核查"),
    ),
)

COUNTING_GROUND = CodeList(
    name="counting_ground",
    title="是否计入共同生活家庭成员及依据",
    standard="最低生活保障审核确认办法（民发〔2021〕57号）第七条",
    items=(
        Code(0, "NOT_EXCLUDED", "没有法定的不计入情形"),
        Code(1, "IMPRISONED", "不计入：在监狱内服刑"),
        Code(2, "COMPULSORY_DRUG_REHAB", "不计入：在强制隔离戒毒所内执行强制隔离戒毒"),
        Code(3, "DECLARED_MISSING", "不计入：宣告失踪"),
        Code(4, "CLERIC_3Y", "不计入：连续三年以上脱离家庭独立生活的宗教教职人员"),
        Code(5, "ADULT_CHILD_NOT_DEPENDENT", "不计入：能够独立生活的成年子女"),
        Code(6, "NOT_CORESIDENT", "不计入：没有法定义务关系或者未长期共同居住"),
        Code(7, "CONSCRIPT", "不计入：服义务兵役期间"),
        Code(8, "OFFICER_NOT_COUNTED", "不计入：经办人员据实认定"),
        Code(9, "PROVINCIAL_OTHER", "不计入：省级规定的其他人员"),
        Code(101, "APPLICANT", "计入：申请人本人"),
        Code(102, "SPOUSE", "计入：配偶"),
        Code(103, "DEPENDENT_CHILD", "计入：未成年、在校或者不能独立生活的子女"),
        Code(104, "CORESIDENT_WITH_DUTY", "计入：有法定义务关系并长期共同居住"),
        Code(105, "IN_LAW_OF_MEMBER", "计入：计入的成年子女的配偶"),
        Code(106, "OFFICER_COUNTED", "计入：经办人员据实认定"),
    ),
)

UPLIFT_GROUP = CodeList(
    name="uplift_group",
    title="分类施保对象",
    standard="社会救助法 第二十条",
    items=(
        Code(1, "ELDERLY", "老年人"),
        Code(2, "MINOR", "未成年人"),
        Code(3, "SEVERE_DISABILITY", "重度残疾人"),
        Code(4, "SERIOUS_ILLNESS", "重病患者"),
        Code(5, "PREGNANT_OR_NURSING", "孕妇、哺乳期妇女"),
        Code(6, "SINGLE_PARENT", "单亲抚养人"),
    ),
)

SINGLE_BASIS = CodeList(
    name="single_basis",
    title="单独申请的依据",
    standard="最低生活保障审核确认办法（民发〔2021〕57号）第八条",
    items=(
        Code(0, "NONE", "非单独申请", ("无",)),
        Code(1, "SEVERE_DISABILITY", "低保边缘家庭中的重度残疾人"),
        Code(2, "SERIOUS_ILLNESS", "低保边缘家庭中的重病患者"),
        Code(3, "CLERIC_3Y", "脱离家庭、在宗教场所居住三年以上的生活困难的宗教教职人员"),
        Code(4, "ADULT_SEVERE_DISABLED_UNEMPLOYED", "成年无业重度残疾人"),
        Code(5, "COUNTY_OTHER", "县级以上规定的其他人员"),
    ),
)

DECISION_REASON = CodeList(
    name="decision_reason",
    title="决定理由",
    standard="社会救助法；最低生活保障审核确认办法；特困人员认定办法；刚性支出困难家庭认定办法",
    items=(
        Code(1, "INCOME_NOT_BELOW_STANDARD", "家庭月人均收入不低于当地最低生活保障标准"),
        Code(2, "INCOME_NOT_BELOW_EDGE", "家庭月人均收入不低于低保边缘家庭收入标准"),
        Code(3, "INCOME_NOT_BELOW_DPI", "家庭人均年收入不低于上年度当地居民人均可支配收入"),
        Code(4, "RIGID_RATIO_NOT_EXCEEDED", "刚性支出占家庭总收入的比例未超过规定比例"),
        Code(11, "PROPERTY_FINANCIAL", "金融资产超过规定限额"),
        Code(12, "PROPERTY_VEHICLE", "拥有规定以外的机动车辆、船舶或大型机械"),
        Code(13, "PROPERTY_DWELLING", "住房超过规定"),
        Code(14, "PROPERTY_BUSINESS", "开办企业或经营资产超过规定"),
        Code(21, "NOT_LOCAL", "不属于本地受理范围"),
        Code(22, "DUPLICATE_BENEFIT", "已享受不能重复享受的救助"),
        Code(23, "NON_COOPERATION", "不配合调查核实"),
        Code(24, "FALSE_DECLARATION", "申报情况不真实"),
        Code(31, "HAS_LABOUR_CAPACITY", "有劳动能力"),
        Code(32, "HAS_INCOME_SOURCE", "有生活来源"),
        Code(33, "OBLIGOR_HAS_CAPACITY", "法定义务人具有履行义务能力"),
        Code(41, "WITHDRAWN", "申请人撤回申请"),
        Code(42, "DEATH", "死亡"),
        Code(43, "MOVED_OUT", "迁出"),
        Code(99, "OTHER", "其他"),
    ),
)

SCHOOLING = CodeList(
    name="schooling",
    title="就学情况",
    standard="最低生活保障审核确认办法（民发〔2021〕57号）第七条",
    items=(
        Code(0, "NONE", "不在校", ("无", "未就学")),
        Code(1, "SCHOOL", "中小学（含学前、中职）在校", ("中小学", "小学", "初中", "高中", "中职", "中专", "学前")),
        Code(2, "UNDERGRADUATE", "全日制本科及以下在校", ("本科", "大学", "大专", "专科", "本科及以下")),
        Code(3, "POSTGRADUATE", "研究生在校", ("研究生", "硕士", "博士")),
    ),
)

COUNTING_DECISION = CodeList(
    name="counting_decision",
    title="共同生活成员的据实认定",
    standard="最低生活保障审核确认办法（民发〔2021〕57号）第七条",
    items=(
        Code(0, "NONE", "按规定自动认定", ("无",)),
        Code(1, "COUNTED", "据实计入"),
        Code(2, "NOT_COUNTED", "据实不计入"),
    ),
)

IMPUTATION_WAIVER = CodeList(
    name="imputation_waiver",
    title="不按劳动力系数推算收入的情形",
    standard="关于进一步做好最低生活保障等社会救助兜底保障工作的通知",
    items=(
        Code(0, "NONE", "无"),
        Code(1, "LONG_TERM_NO_INCOME", "长期无收入"),
        Code(2, "CANNOT_FIND_WORK", "确实难以就业"),
        Code(3, "CARE_DUTY", "承担照料责任"),
        Code(4, "TEMPORARY_ILLNESS", "临时患病"),
        Code(5, "EMPLOYER_DEFAULT", "用人单位拖欠工资"),
    ),
)

SUPPORT_FORM = CodeList(
    name="support_form",
    title="供养形式",
    standard="社会救助法 第十六条",
    items=(
        Code(1, "CENTRALISED", "集中供养", ("集中",)),
        Code(2, "DISPERSED", "分散供养", ("分散",)),
    ),
)

SELF_CARE_ABILITY = CodeList(
    name="self_care_ability",
    title="生活自理能力",
    standard="特困人员认定办法（民发〔2021〕43号）第二十一条、第二十二条",
    items=(
        Code(1, "FULL_SELF_CARE", "具备生活自理能力", ("全自理", "完全自理")),
        Code(2, "PARTIAL", "部分丧失生活自理能力", ("半护理", "半自理", "部分自理")),
        Code(3, "NONE", "完全丧失生活自理能力", ("全护理", "不能自理", "完全不能自理")),
    ),
)
