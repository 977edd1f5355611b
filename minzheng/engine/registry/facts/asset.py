"""What is known about something a household owns. Numbers 500–599."""

from minzheng.engine.registry.facts.declaring import Declaring
from minzheng.kernel.codes import ASSET_KIND
from minzheng.kernel.facts import DataClass, Level

_asset = Declaring(Level.ASSET)

ASSET = (
    _asset.code(501, "asset_kind", "财产项目", ASSET_KIND, data_class=DataClass.L4, help="由财产登记得出"),
    _asset.money(502, "asset_value", "财产价值"),
    _asset.number(503, "asset_area", "面积", unit="㎡", scale=100, data_class=DataClass.L4),
    _asset.flag(504, "asset_exempt", "不计入", help="依规定不计入家庭财产，须有依据"),
    _asset.money(505, "asset_capital", "认缴出资额"),
)
