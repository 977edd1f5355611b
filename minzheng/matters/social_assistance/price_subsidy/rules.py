"""价格临时补贴：物价涨幅达到启动条件的，按各类对象的标准乘以涨幅发给每人。"""

from minzheng.engine.rules.language import at_least, either, first_of, member_rule, rounded, rule

CITES = ("社会救助法 第三十二条", "物价联动通知2021")


@rule(*CITES)
def price_triggered(cpi_rise, cpi_trigger, food_price_rise, food_price_trigger):
    """居民消费价格或者食品价格同比涨幅达到启动条件"""
    return (cpi_rise >= cpi_trigger) | (food_price_rise >= food_price_trigger)


@rule(*CITES, unit="%", when={"price_rate_basis": "CPI"})
def price_rate(cpi_rise):
    """计发涨幅（居民消费价格同比涨幅）"""
    return at_least(0, cpi_rise)


@rule(*CITES, unit="%", name="price_rate", when={"price_rate_basis": "TRIGGERING"})
def price_rate_of_trigger(cpi_rise, cpi_trigger, food_price_rise):
    """计发涨幅（达到启动条件的指数的涨幅）"""
    return at_least(0, either(cpi_rise >= cpi_trigger, cpi_rise, food_price_rise))


@member_rule(*CITES)
def price_category(receives_destitute_support, receives_dibao, edge_member):
    """按哪一类对象发放（一人只发一份，取标准最高的一类）"""
    return first_of(
        "benefit_type", TEKUN=receives_destitute_support, DIBAO=receives_dibao, EDGE=edge_member, otherwise="NONE"
    )


@member_rule(*CITES, unit="元/月", when={"price_base_method": "OWN_STANDARD"})
def price_base(receives_destitute_support, destitute_basic_standard, standard):
    """计发基数（本人适用的标准）"""
    return either(receives_destitute_support, destitute_basic_standard, standard)


@member_rule(*CITES, unit="元/月", name="price_base", when={"price_base_method": "URBAN_STANDARD"})
def price_base_urban(dibao_standard):
    """计发基数（一律按城市低保标准）"""
    return dibao_standard["URBAN"]


@member_rule(*CITES)
def gets_price_subsidy(price_triggered, price_category, price_categories):
    """应发价格临时补贴"""
    return price_triggered & price_category.among(price_categories)


@member_rule(*CITES, unit="元/人·月")
def price_subsidy(price_minimum, price_base, price_rate, gets_price_subsidy):
    """价格临时补贴（按人四舍五入到分）"""
    return at_least(price_minimum, rounded(price_base * price_rate, "HALF_UP_FEN")).where(gets_price_subsidy)


@rule(*CITES, unit="元/月")
def household_price_subsidy(members):
    """家庭价格临时补贴合计"""
    return members.price_subsidy.sum()
