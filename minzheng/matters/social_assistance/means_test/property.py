"""家庭财产：金融资产、车辆、住房、经营资产，豁免的不计。"""

from minzheng.engine.rules.language import asset_rule, requires, rule

FINANCIAL = ("FINANCIAL", "SECURITIES", "FUND", "INSURANCE", "PRECIOUS", "E_PAYMENT", "CLAIM")
VEHICLES = ("VEHICLE", "SHIP", "FARM_MACHINERY")


@rule("最低生活保障审核确认办法 第十四条")
def financial_assets(assets, lump_sums_held):
    """金融资产合计"""
    return assets.asset_value.where(assets.asset_kind.among(FINANCIAL) & ~assets.asset_exempt).sum() + lump_sums_held


@rule("最低生活保障审核确认办法 第十四条", unit="辆")
def vehicles(assets):
    """不予豁免的机动车辆、船舶、大型机械"""
    return (assets.asset_kind.among(VEHICLES) & ~assets.asset_exempt).count()


@rule("最低生活保障审核确认办法 第十四条", unit="套")
def dwellings(assets):
    """不予豁免的住房"""
    return assets.is_counted_dwelling.count()


@asset_rule("最低生活保障审核确认办法 第十四条")
def is_counted_dwelling(asset_kind, asset_exempt):
    """不予豁免的住房"""
    return (asset_kind == "DWELLING") & ~asset_exempt


@asset_rule("最低生活保障审核确认办法 第十四条")
def has_recorded_area(is_counted_dwelling, asset_area):
    """不是计入的住房，或者面积已有记录"""
    return ~is_counted_dwelling | (asset_area > 0)


@rule("最低生活保障审核确认办法 第十四条", unit="㎡")
def dwelling_area(assets):
    """不予豁免的住房面积（有一处未记录的，总面积不明）"""
    return assets.asset_area.where(assets.is_counted_dwelling).sum().known_where(assets.has_recorded_area.all())


@rule("最低生活保障审核确认办法 第十四条")
def dwelling_area_within_limit(dwelling_area, dwelling_area_per_head, household_size):
    """本地规定了人均面积，且住房面积不超过"""
    return (dwelling_area_per_head > 0) & (dwelling_area <= dwelling_area_per_head * household_size)


@asset_rule("最低生活保障审核确认办法 第十四条")
def is_large_business(asset_kind, asset_capital, asset_exempt, business_capital_limit):
    """出资超过限额的经营资产"""
    return (asset_kind == "BUSINESS") & (asset_capital > business_capital_limit) & ~asset_exempt


@rule("最低生活保障审核确认办法 第十四条")
def has_large_business(assets):
    """有出资超过限额的经营资产"""
    return assets.is_large_business.any()


@requires("最低生活保障审核确认办法 第十四条", of=["dibao", "edge", "rigid"], else_say="PROPERTY_VEHICLE")
def vehicles_within_limit(vehicles, vehicle_limit):
    """机动车辆、船舶、大型机械不超过规定"""
    return vehicles <= vehicle_limit


@requires("最低生活保障审核确认办法 第十四条", of=["dibao", "edge", "rigid"], else_say="PROPERTY_DWELLING")
def dwellings_within_limit(dwellings, dwelling_limit, dwelling_area_within_limit):
    """住房不超过规定套数，或者人均面积不超过规定"""
    return (dwellings <= dwelling_limit) | dwelling_area_within_limit


@requires("最低生活保障审核确认办法 第十四条", of=["dibao", "edge", "rigid"], else_say="PROPERTY_BUSINESS")
def business_within_limit(has_large_business):
    """没有出资超过限额的经营资产"""
    return ~has_large_business
