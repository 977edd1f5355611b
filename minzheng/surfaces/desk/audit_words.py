"""What the actions of the audit are called."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from minzheng.engine.cases.procedures import procedures_in
from minzheng.engine.catalogue.matters import chapters

WORDS: Mapping[str, str] = {
    "access.assign_role": "授予角色",
    "access.change_second_factor": "更改第二重验证",
    "access.create_account": "开立账户",
    "access.create_client": "登记对接程序",
    "access.create_officer": "登记工作人员",
    "access.create_resident_account": "开立居民账户",
    "access.declare_relative": "备案近亲属",
    "access.disable_account": "停用账户",
    "access.disable_client": "停用对接程序",
    "access.enable_account": "启用账户",
    "access.end_mandate": "终止委托",
    "access.end_role": "收回角色",
    "access.list_accounts": "查看账户清单",
    "access.list_clients": "查看对接程序清单",
    "access.list_officers": "查看工作人员清单",
    "access.record_mandate": "登记委托",
    "access.reset_second_factor": "重置第二重验证",
    "access.set_callback": "设置回调地址",
    "access.set_password": "更改密码",
    "access.sign_in": "登录",
    "access.sign_out": "退出",
    "access.transfer_officer": "调动工作人员",
    "access.unlock": "解锁账户",
    "access.view_relatives": "查看近亲属备案",
    "audit.export": "导出审计记录",
    "audit.export_anchor": "导出审计锚点",
    "audit.override": "封存停顿时决定继续办理",
    "audit.view": "查看审计记录",
    "cases.add_materials": "添加材料",
    "cases.ask_code": "获取验证码",
    "cases.ask_draft_code": "获取验证码（网上申请）",
    "cases.assign": "分派经办人",
    "cases.begin_draft": "开始填写网上申请",
    "cases.book": "备用金记账",
    "cases.call_back": "通知对接程序",
    "cases.drop_draft": "放弃网上申请",
    "cases.export": "导出办件清单",
    "cases.export_monthly": "导出月报",
    "cases.extend": "延长期限",
    "cases.follow": "群众查进度",
    "cases.give_back": "交回备用金",
    "cases.hand_in": "交来网上申请",
    "cases.looks_at": "群众查看谁看过自己的信息",
    "cases.mark_complaint": "标注投诉举报",
    "cases.open": "开始一件业务",
    "cases.open_fund": "设立备用金",
    "cases.rate": "群众评价",
    "cases.receive_draft": "收下网上来件",
    "cases.reconcile": "备用金对账",
    "cases.record": "添加记录",
    "cases.refill": "拨入备用金",
    "cases.resume_draft": "接着填写网上申请",
    "cases.save_answers": "保存申请内容",
    "cases.search": "搜索办件",
    "cases.send_back_draft": "退回网上来件",
    "cases.strike_material": "剔除材料",
    "cases.try_callbacks_again": "重新通知对接程序",
    "cases.urge": "群众催办",
    "cases.view": "查看办件",
    "cases.view_draft": "查看网上来件",
    "cases.view_material": "查看材料",
    "notices.add_evidence": "上传公示照片",
    "notices.give_up_message": "短信没有发出",
    "notices.handle_objection": "处理公示异议",
    "notices.issue_letter": "制作文书",
    "notices.letter.view": "查看文书",
    "notices.post_notice": "张贴公示",
    "notices.queue_message": "待发短信",
    "notices.record_delivery": "登记送达",
    "notices.record_objection": "收到公示异议",
    "notices.send_message": "发出短信",
    "notices.supersede_letter": "文书被代替",
    "notices.take_down": "撤下公示",
    "notices.view_objections": "查看公示异议",
    "notices.withdraw_letter": "撤回文书",
}


@cache
def _steps() -> Mapping[str, str]:
    return {
        f"cases.{key}": step.title
        for chapter in chapters()
        for procedure in procedures_in(chapter)
        for key, step in procedure.steps.items()
    }


def words_of(action: str) -> str:
    """What an action is called; one that no table names is shown as it is."""
    return WORDS.get(action) or _steps().get(action) or action
