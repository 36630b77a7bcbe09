"""Rules that need no more than a sentence: each fault is found by its own rule and by no other."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from qijin_docs.check.facts import Facts
from qijin_docs.check.report import Finding
from qijin_docs.errors import Severity

#: A sentence with one fault, the code of the only finding, and what its message must show.
FAULTS = [
    # P01
    ("各市要加强领导,落实责任。", "check.half_width", "导,落"),
    ("主要做法:开展宣讲。", "check.half_width", "法:开"),
    ("重点是矿山企业;其次是测绘单位。", "check.half_width", "业;其"),
    ("安全第一(预防为主)。", "check.half_width", "(预防为主)"),
    ("效果怎么样?大家都说好。", "check.half_width", "样?大"),
    ("参加人数较多.效果较好。", "check.half_width", "多.效"),
    # P02
    ('开展"七进"活动。', "check.straight_quotes", '"七进"'),
    ("开展“七进活动。", "check.unpaired", "“七进"),
    ("开展安全宣传）活动。", "check.unpaired", "传）活"),
    ("印发《实施方案。", "check.unpaired", "《实施"),
    ("他说：“要开好“七进”活动现场会。”", "check.nested_quotes", "“七进"),
    # P03
    ("印发《关于贯彻《安全生产法》的意见》。", "check.nested_titles", "《关于贯彻《"),
    # P04
    ("学习《安全生产法》、《消防法》。", "check.mark_between_quoted", "》、《"),
    ("做到“有人管”、“有记录”。", "check.mark_between_quoted", "”、“"),
    # P05
    ("宣讲、咨询、演练...都办得好。", "check.ellipsis", "..."),
    ("宣讲、咨询……等形式。", "check.ellipsis", "……等"),
    ("宣讲、咨询…都办得好。", "check.ellipsis", "…都"),
    # P06
    ("全年开展10——20场。", "check.dash", "10——20"),
    ("全年开展10~20场。", "check.dash", "10~20"),
    ("我们的目标--安全。", "check.dash", "标--安"),
    # P07
    ("按照《规范》（安委办[2017]35号）要求办理。", "check.year_brackets", "[2017]"),
    ("按照《规范》（安委办（2017）35号）要求办理。", "check.year_brackets", "（2017）"),
    # P10
    ("第一、提高认识。第二，落实责任。", "check.ordinal", "第一、"),
    ("首先、提高认识。", "check.ordinal", "首先、"),
    ("一是、提高认识；二是抓好落实。", "check.ordinal", "一是、"),
    # P11
    ("各单位（含直属单位（站、院））参加。", "check.nested_brackets", "（站"),
    # P12
    ("按照安委办〔2017〕35号《关于开展活动的通知》办理。", "check.citation", "35号《"),
    ("按照《关于开展活动的通知》安委办〔2017〕35号办理。", "check.citation", "》安委办"),
    # P13
    ("会议要求做到“有组织、有计划。”", "check.quoted_end", "计划。”"),
    # P15
    ("各市要加强领导，，落实责任。", "check.doubled_sign", "，，"),
    ("各市要加强领导。。", "check.doubled_sign", "。。"),
    ("各市要 加强领导。", "check.space", "要 加"),
    # N01
    ("全年发放资料三百二十份。", "check.chinese_count", "三百二十份"),
    ("矿区距县城二十公里。", "check.chinese_count", "二十公里"),
    ("载重二十kg以下。", "check.chinese_count", "二十kg"),
    # N02
    ("18年6月开展活动。", "check.short_year", "18年6月"),
    ("18年度工作要点已印发。", "check.short_year", "18年度"),
    # N03
    ("活动于2018.6.16举行。", "check.date_style", "2018.6.16"),
    ("活动于2018年06月16日举行。", "check.date_style", "2018年06月"),
    ("活动于6月16号举行。", "check.date_style", "6月16号"),
    ("活动于2018年5月18举行。", "check.date_cut_short", "5月18"),
    ("活动于2018年2月30日举行。", "check.impossible_date", "2月30日"),
    # N04
    ("前后用了三、五天。", None, ""),
    ("前后用了四、五天。", "check.estimate", "四、五天"),
    ("参加的有20几人。", "check.estimate", "20几"),
    # N05
    ("各单位1律停止施工。", "check.set_word", "1律"),
    ("每周星期5学习。", "check.set_word", "星期5"),
    ("学习贯彻19大精神。", "check.set_word", "19大"),
    ("安全生产“7进”活动。", "check.set_word", "7进"),
    # N06
    ("合格率提高15～30%。", "check.range_per_cent", "15～30%"),
    ("投入20～30万元。", "check.range_unit", "20～30万"),
    # N07
    ("发放资料3千份。", "check.small_unit", "3千"),
    ("发放资料2百份。", "check.small_unit", "2百"),
    # N08
    ("发放资料12000份，受教育13,500人。", "check.grouping", "13,500"),
    ("自2,018年开始。", "check.grouped_year", "2,018年"),
    # 7.2.5
    ("按照《规范》（开安委办〔2020〕20 号）办理。", "check.cited_number", "20 号"),
    ("按照《规范》（安办函2015〔33〕号）办理。", "check.cited_number", "2015〔33〕号"),
    ("按照《规范》（安委办〔2017〕第35号）办理。", "check.cited_number", "第35号"),
    ("按照《规范》（安委办〔2017〕035号）办理。", "check.cited_number", "035号"),
    ("按照《规范》（安委办〔17〕35号）办理。", "check.cited_number", "〔17〕"),
    # N09
    ("占比为.46%。", "check.leading_zero", ".46"),
    # N10
    ("开展活动１２场。", "check.full_width_figures", "１２"),
    # N12
    ("二零一八年开展活动。", "check.chinese_year", "二零一八年"),
    ("二○一八年开展活动。", "check.chinese_year", "二○一八年"),
    # N13
    ("收集材料40件，其中照片18件、视频30件。", "check.sum_exceeds", "48件"),
    ("收集材料40件，其中照片18件、视频20件。", "check.sum_short", "38件"),
    ("检查的200家中有50家整改，占20%。", "check.percentage", "25%"),
    # slips of the pen
    ("积极推推动工作开展。", "check.doubled_character", "推推"),
    ("在4月月30日前上报。", "check.doubled_character", "月月"),
    ("开展安全全生产检查。", "check.doubled_character", "安全全生产"),
    ("各市的的做法不同。", "check.doubled_character", "的的"),
    ("抓好安全安全检查。", "check.doubled_word", "安全安全"),
    ("报省安全生产委会办公室。", "check.misspelling", "安全生产委会"),
    ("报省安全生产安委会办公室。", "check.misspelling", "安全生产安委会"),
    ("形成良好的论基础。", "check.misspelling", "良好的论"),
    ("报省安全委员会办公室。", "check.misspelling", "安全生产委员会办公室"),
    ("既使下雨也要检查。", "check.misspelling", "即使"),
    ("做好防犯工作。", "check.misspelling", "防范"),
    ("对此作出布署。", "check.misspelling", "布署"),
    ("登记台帐。", "check.misspelling", "台账"),
    ("截止4月30日，开展活动20场。", "check.until", "截止"),
    (
        "要提升机关党员干部的安全意识和管理水平，要提升机关党员干部的安全意识和管理水平。",
        "check.repeated_sentence",
        "同一段里",
    ),
    ("信息来源：云岭省自然资源厅", "check.web_residue", "信息来源"),
    ("地点：{{ 地点 }}。", "check.placeholder", "{{"),
    ("联系人（待填）。", "check.placeholder", "待填"),
    ("　　各市要加强领导。", "check.typed_blanks", "1个段落"),
    # claims
    ("重点做好四项工作：一要制定计划，二要落实经费，三要建立台账。", "check.announced_count", "列了3项"),
    (
        "坚持两个结合：一是与安全生产月结合；二是与检查结合；三是与培训结合。",
        "check.announced_count",
        "列了3项",
    ),
    ("一是加强领导；三是落实责任。", "check.enumeration", "缺“二是”"),
    ("按照赣市发〔201737〕要求办理。", "check.document_number_cut", "〔201737"),
]

#: Sentences in which nothing is wrong, though a careless rule would find something.
RIGHT = [
    "开展宣讲20场，受教育2099人次，合格率98.5%。",
    "时间是9:30，比例是1:5，网址是http://www.example.cn/a,b?c=1，邮箱是a.b@example.cn。",
    "《规范》要求“有组织、有计划、有制度、有专人负责”。",
    "学习《安全生产法》《消防法》。",
    "学习《安全生产法》（修订）、《消防法》。",
    "引文里还有引文：“他说‘安全第一’，大家都记住了。”",
    "印发《关于贯彻〈安全生产法〉的意见》。",
    "宣讲、咨询、演练……都办得好。",
    "我们的目标——安全。",
    "会期为6月1日—3日，经北京—上海线路到达，合格率为15%～30%，投入20万～30万元。",
    "按照《规范》（安委办〔2017〕35号）要求办理。",
    "第一，提高认识。第二，落实责任。",
    "坚持安全第一、预防为主、综合治理。",
    "第一、二季度完成。",
    "前后三五天，参加的有二十几人、四十多人。",
    "一律按期完成，每周星期五学习，学习贯彻十九大精神。",
    "15年来，全省完成20年规划，30年如一日。",
    "载重3千克，行程5千米，功率2千瓦，用时10分钟。",
    "亿元产值死亡率为0.46，总量为3亿4500万元，人口为1200万人。",
    "全年发放资料12000份，受教育13500人次。",
    "文件见安委办〔2017〕12345号。",
    "扎扎实实、实实在在、认认真真、仅仅、大大、层层、人人、件件、方方面面、点点滴滴、家家户户、常常、往往。",
    "自然资源厅厅长、处处长会议、委员会会议、机关关于此事、当地地质、全国国土、开展展览、推进进企业活动、村村民。",
    "各县督促促进会整改，生产产品合格。",
    "实现目的的办法不少。",
    "研究研究再定，一个一个解决。",
    "省安全生产委员会办公室（以下简称省安委会办公室）。",
    "国家安全委员会办公室另有安排，份额为三成，报告部份额不变。",
    "既使用台账，又按排查要求预防犯罪，办好良好的论坛，社会治安委员会和食品安全委员会办公室参加。",
    "经过10年初步形成，20年底蕴深厚，15年度过难关，有的的确不错。",
    "按照《云岭省安全生产宣传教育“七进”活动实施方案》要求，部署；按照《云岭省安全生产宣传教育“七进”活动实施方案》要求，检查。",
    "各市自然资源局和厅机关各处室、厅直属各单位，要部署；各市自然资源局和厅机关各处室、厅直属各单位，要检查。",
    "截至4月30日，开展活动20场；报名6月1日截止。",
    "收集材料40件，其中照片18件、视频22件。",
    "检查的200家中有50家整改，占25%。",
    "收集材料40余件，其中照片18件、视频30件。",
    "重点做好三项工作：一要制定计划，二要落实经费，三要建立台账。",
    "做到四个结合：一是与复工复产相结合，二是与检查相结合；三是与培训相结合；四是与演练相结合。",
    "一是加强领导；二是落实责任。",
    "二〇一八年，十三届全国人大，二万五千里长征。",
    "附注见第3页，1.5万人参加，2.5%的单位缺报。",
    "参加人员：×××、×××（记录）。",
    "QC小组、ISO 9001认证、GPS和5G基站均已启用。",
    "1）检查；2）整改。",
    "他问：“准备好了吗？”大家说：“准备好了！”",
]


@pytest.mark.parametrize(("sentence", "code", "shown"), FAULTS, ids=[case[0][:24] for case in FAULTS])
def test_a_fault_in_a_sentence_is_found_by_its_own_rule_and_by_no_other(
    sentence: str,
    code: str | None,
    shown: str,
    draft: Callable[..., Facts],
    findings: Callable[[Facts], list[Finding]],
) -> None:
    found = findings(draft("T 关于安全生产工作的说明材料", f"B {sentence}"))

    assert [item.code for item in found] == ([code] if code else [])
    if code:
        assert shown in found[0].problem.message
        assert found[0].problem.hint
        if code != "check.grouping":
            assert found[0].problem.place.where == "正文第2段"


@pytest.mark.parametrize("sentence", RIGHT, ids=[sentence[:24] for sentence in RIGHT])
def test_nothing_is_found_in_a_right_sentence(
    sentence: str, draft: Callable[..., Facts], findings: Callable[[Facts], list[Finding]]
) -> None:
    found = findings(draft("T 关于安全生产工作的说明材料", f"B {sentence}"))

    assert [str(item) for item in found] == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "& < > \" '",
        "{{ x",
        "]]>",
        "\x0b\x00",
        "安" * 10_000,
        "“" * 5000,
        "（" * 5000,
        "1、" * 4000,
        "一是" * 3000,
    ],
    ids=range(11),
)
def test_hostile_text_is_read_to_its_end(
    text: str, draft: Callable[..., Facts], findings: Callable[[Facts], list[Finding]]
) -> None:
    for item in findings(draft("T 标题", f"B {text}", f"N {text}", f"C {text}")):
        assert len(item.problem.message) < 400
        assert isinstance(item.problem.severity, Severity)
