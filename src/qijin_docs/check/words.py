"""Words of titles that a line break must leave whole, and whether one does."""

from __future__ import annotations

_WORDS = frozenset(
    {
        "安全", "生产", "宣传", "教育", "活动", "方案", "通知", "报告", "请示", "批复", "通报", "意见", "决定",
        "公告", "通告", "纪要", "工作", "实施", "开展", "印发", "转发", "批转", "组织", "领导", "小组", "管理",
        "监督", "检查", "督查", "整改", "考核", "评价", "评估", "总结", "汇总", "经验", "材料", "典型", "先进",
        "集体", "个人", "表彰", "奖励", "企业", "校园", "学校", "机关", "社区", "农村", "家庭", "公共", "场所",
        "单位", "部门", "政府", "办公", "委员", "主任", "自然", "资源", "国土", "应急", "消防", "交通", "运输",
        "建设", "住房", "农业", "卫生", "健康", "会议", "培训", "演练", "竞赛", "隐患", "排查", "治理", "事故",
        "责任", "措施", "落实", "加强", "进一步", "推进", "做好", "规范", "制度", "办法", "规定", "细则", "标准",
        "计划", "规划", "要点", "情况", "信息", "统计", "报送", "审核", "联络", "名单", "任务", "分工", "阶段",
        "年度", "季度", "成立", "调整", "召开", "举办", "支持", "协助", "商请", "增加", "经费", "专项", "行动",
        "集中", "整治", "重点", "全面", "深入", "贯彻", "学习", "精神", "关于", "云岭",
    }
)  # fmt: skip


def split_word(above: str, below: str) -> str:
    """The word that a break between two lines of a title cuts; empty if it cuts none.

    A character may end one word and begin another (生活｜动员): if the sign before or behind the break makes a word
    with its other neighbour, nothing is said.
    """
    if any(above.endswith(word) or below.startswith(word) for word in _WORDS):
        return ""
    return next(
        (
            word
            for word in sorted(_WORDS)
            for cut in range(1, len(word))
            if above.endswith(word[:cut]) and below.startswith(word[cut:])
        ),
        "",
    )
