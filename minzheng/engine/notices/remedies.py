"""What a person can do against a letter, in words that everybody understands.

Periods and bodies: 行政复议法 第二十条、第二十三条、第二十四条; 行政诉讼法 第四十五条、第四十六条.
"""

from minzheng.engine.catalogue.letters import Remedies


def remedies(kind: Remedies, *, government: str, court: str) -> tuple[str, ...]:
    """The paragraphs a letter ends with."""
    against_decision = (
        f"如果不服本决定，您可以自收到之日起60日内，向{government}申请行政复议；也可以自收到之日起6个月内，直接向{court}提起行政诉讼。"
        "先申请行政复议而对复议决定仍不服的，可以自收到复议决定书之日起15日内提起行政诉讼。"
    )
    against_silence = (
        f"如果我们没有按期办理，您应当先向{government}申请行政复议（自办理期限届满之日起60日内）；"
        f"对复议决定不服的，再向{court}提起行政诉讼。"
    )
    return {
        Remedies.DECISION: (against_decision, "写申请有困难的，可以口头申请，由工作人员记录。"),
        Remedies.INACTION: (against_silence,),
        Remedies.NONE: (),
    }[kind]
