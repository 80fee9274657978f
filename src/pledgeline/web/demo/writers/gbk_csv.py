"""The western centre's monthly export: comma-separated, Chinese headers, GBK, local time without an offset.

Every offered callback is in it, because the centre's contract asks for that. The calls made back to customers are
not: the export holds only what came in.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from pledgeline.web.demo.happened import NEVER, PoolStory
from pledgeline.web.demo.reasons import reason
from pledgeline.web.demo.writers import Line, phone

HEADER = (
    "通话流水号", "渠道", "业务线", "技能组", "客户号码", "进线时间", "转人工时间", "入队时间", "应答时间", "挂断时间",
    "结束状态", "回呼提示时间", "回呼受理时间", "坐席工号", "通话时长(秒)", "保持时长(秒)", "话后处理时长(秒)",
    "更新时间", "来电原因",
)  # fmt: skip
ENCODING = "gbk"
CHANNELS = {"voice": "语音", "chat": "在线客服"}
SERVICES = {"card": "信用卡服务", "loss": "挂失与防欺诈", "instalment": "分期与账单"}
SKILLS = {
    ("card", "voice"): "信用卡语音组",
    ("instalment", "voice"): "分期语音组",
    ("card", "chat"): "信用卡在线组",
    ("instalment", "chat"): "分期在线组",
}
ENDS = {
    "answered": "正常接听",
    "abandoned_queue": "排队放弃",
    "abandoned_ivr": "IVR放弃",
    "abandoned_ring": "振铃放弃",
    "callback_accepted": "转回呼",
    "overflow_out": "溢出",
    "failed_technical": "技术故障",
}
REASONS = {
    "bill": "账单查询",
    "limit": "额度调整",
    "points": "积分权益",
    "fees": "费用咨询",
    "new-plan": "办理分期",
    "early-payoff": "提前还款",
    "other": "其他",
    "": "",
}
TEST_END = "测试"
UNKNOWN_END = "转智能外呼"
_OFFSET = timedelta(hours=8)
_EXPORT_LAG_S = 120


def native_id(channel: str, arrived_s: int, row: int) -> str:
    """A running number as the platform prints it: V or C, the local day, and the contact's place in the story."""
    day = (datetime.fromtimestamp(arrived_s, UTC) + _OFFSET).strftime("%Y%m%d")
    return f"{'V' if channel == 'voice' else 'C'}{day}{row:07d}"


def _day(epoch_s: int) -> date:
    return (datetime.fromtimestamp(epoch_s, UTC) + _OFFSET).date()


def clock(epoch_s: int) -> str:
    if epoch_s == NEVER:
        return ""
    return (datetime.fromtimestamp(epoch_s, UTC) + _OFFSET).strftime("%Y-%m-%d %H:%M:%S")


def lines(story: PoolStory) -> list[Line]:
    """One line a contact (without the header), in order of arrival; `at` is the arrival, which decides the month."""
    contacts, channel = story.contacts, story.pool.channel
    columns = zip(
        contacts.service.tolist(),
        contacts.customer.tolist(),
        contacts.arrived.tolist(),
        contacts.requested.tolist(),
        contacts.offered.tolist(),
        contacts.accepted.tolist(),
        contacts.answered.tolist(),
        contacts.released.tolist(),
        contacts.wrapup_end.tolist(),
        contacts.hold_s.tolist(),
        contacts.agent.tolist(),
        contacts.outcome.tolist(),
        strict=True,
    )
    out = []
    for row, (
        service, customer, arrived, requested, offered, accepted, answered, released, wrapup_end, hold_s,
        agent, outcome,
    ) in enumerate(columns):  # fmt: skip
        own = native_id(channel, arrived, row)
        got_person = answered != NEVER
        hold_s = min(hold_s, released - answered) if got_person else 0
        fields = (
            own,
            CHANNELS[channel],
            SERVICES[service],
            SKILLS[service, channel] if requested != NEVER else "",
            phone(customer),
            clock(arrived),
            clock(requested),
            clock(requested),
            clock(answered),
            clock(released),
            ENDS[outcome],
            clock(offered),
            clock(accepted),
            f"W{agent + 101}" if agent >= 0 else "",
            str(released - answered - hold_s) if got_person else "",
            str(hold_s) if got_person else "",
            str(wrapup_end - released) if got_person else "",
            clock(max(released, wrapup_end) + _EXPORT_LAG_S),
            # Whoever answers notes it; nobody knows the reason of one who left.
            REASONS[reason(service, own, _day(arrived))] if got_person else "",
        )
        out.append(Line(arrived, ",".join(fields), own))
    return out


def revised(line: Line, at: int, wrapup_s: int) -> Line:
    """A later version of a row: the after-contact work was corrected."""
    fields = line.text.split(",")
    fields[16] = str(wrapup_s)
    fields[17] = clock(at)
    return Line(line.at, ",".join(fields), line.key, line.tries + 1)


def with_end(line: Line, key: str, end: str) -> Line:
    """A row like `line` under another number and with another final status."""
    fields = line.text.split(",")
    fields[0], fields[10] = key, end
    return Line(line.at, ",".join(fields), key)
