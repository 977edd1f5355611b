"""Short forms for declaring facts; each returns a `minzheng.kernel.facts.Fact`."""

from functools import partial

from minzheng.engine.registry.facts.retention import Retention
from minzheng.kernel.codes import CodeList
from minzheng.kernel.facts import DataClass, Fact, FactKind, Level


class Declaring:
    """Declares the facts of one level: personal information kept with the assistance file unless said otherwise."""

    def __init__(self, level: Level) -> None:
        self._fact = partial(Fact, level=level, retention=Retention.ASSISTANCE_FILE)

    def flag(
        self,
        number: int,
        name: str,
        label: str,
        *,
        default: int = 0,
        required: bool = False,
        data_class: DataClass = DataClass.L3,
        help: str = "",  # noqa: A002 - the word of `Fact`
    ) -> Fact:
        """Declare a yes-or-no fact."""
        return self._fact(
            number=number, name=name, label=label, kind=FactKind.FLAG, default=default, required=required,
            data_class=data_class, help=help,
        )  # fmt: skip

    def code(
        self,
        number: int,
        name: str,
        label: str,
        codes: CodeList,
        *,
        default: str | None = None,
        required: bool = False,
        data_class: DataClass = DataClass.L3,
        help: str = "",  # noqa: A002
    ) -> Fact:
        """Declare a fact of a code list; `default` is a key of it."""
        return self._fact(
            number=number, name=name, label=label, kind=FactKind.CODE, codes=codes, required=required,
            default=None if default is None else codes.number(default), data_class=data_class, help=help,
        )  # fmt: skip

    def money(
        self,
        number: int,
        name: str,
        label: str,
        *,
        default: int = 0,
        required: bool = False,
        data_class: DataClass = DataClass.L4,
        help: str = "",  # noqa: A002
    ) -> Fact:
        """Declare an amount in fen; means are sensitive personal information (个人信息保护法 第二十八条)."""
        return self._fact(
            number=number, name=name, label=label, kind=FactKind.MONEY, default=default, required=required,
            data_class=data_class, help=help,
        )  # fmt: skip

    def number(
        self,
        number: int,
        name: str,
        label: str,
        *,
        unit: str = "",
        scale: int = 1,
        default: int = 0,
        data_class: DataClass = DataClass.L3,
        help: str = "",  # noqa: A002
    ) -> Fact:
        """Declare a number kept as a whole multiple of 1/`scale`."""
        return self._fact(
            number=number, name=name, label=label, kind=FactKind.NUMBER, unit=unit, scale=scale, default=default,
            data_class=data_class, help=help,
        )  # fmt: skip

    def date(self, number: int, name: str, label: str, *, required: bool = False, help: str = "") -> Fact:  # noqa: A002
        """Declare a date, kept as days since 1970-01-01."""
        return self._fact(
            number=number, name=name, label=label, kind=FactKind.DATE, required=required, help=help,
            data_class=DataClass.L3,
        )  # fmt: skip

    def text(self, number: int, name: str, label: str, *, help: str = "") -> Fact:  # noqa: A002
        """Declare a text that no rule reads."""
        return self._fact(number=number, name=name, label=label, kind=FactKind.TEXT, help=help, data_class=DataClass.L3)
