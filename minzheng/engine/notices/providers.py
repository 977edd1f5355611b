"""Whoever carries short messages out. A county plugs its own in; a demonstration prints them."""

from __future__ import annotations

from typing import Protocol, TextIO

from minzheng.kernel.phones import mask_phone


class ProviderProblem(Exception):
    """A message that was not taken.

    Attributes:
        again: whether trying later may help; a number that does not exist will not.
    """

    def __init__(self, words: str, *, again: bool = True) -> None:
        super().__init__(words)
        self.again = again


class Provider(Protocol):
    """Takes messages, each key once: the same key given again is answered with the same reference and not sent again."""

    def send(self, *, key: str, phone: str, text: str) -> str:
        """Send a text to a number; return the provider's reference.

        Raises:
            ProviderProblem: it was not taken.
        """
        ...


class ConsoleProvider:
    """Prints messages for whoever tries the product out; of the number only the ends are shown."""

    def __init__(self, stream: TextIO) -> None:
        """Take where to print."""
        self._stream = stream
        self._sent: dict[str, str] = {}

    def send(self, *, key: str, phone: str, text: str) -> str:
        """Print a message, each key once."""
        if key not in self._sent:
            self._sent[key] = f"console-{len(self._sent) + 1}"
            print(f"〔短信〕{mask_phone(phone)}：{text}", file=self._stream, flush=True)
        return self._sent[key]
