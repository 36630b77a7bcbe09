"""A template is read before it is compiled: what it may not do is refused with its line, all at once.

A list of what is permitted, not of what is known to be harmful. :mod:`.sandbox` refuses the same again while
rendering, where names are known that here are only expressions.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.visitor import NodeTransformer

from qijin_docs.errors import Place, Problem
from qijin_docs.templating.bounded import is_hidden
from qijin_docs.templating.filters import WORD_DESCRIPTIONS
from qijin_docs.templating.formatting import fault_of_format
from qijin_docs.templating.methods import METHOD_NAMES
from qijin_docs.text.nearest import did_you_mean

#: Deeper nesting than any template needs; Python itself gives up at about a hundred brackets.
MAX_DEPTH = 80
#: What names begin with that only generated code has.
OWN_NAMES = "qijin_"
_TOO_DEEP = "template.too_deep"

_STATEMENTS: dict[type[nodes.Node], tuple[str, str]] = {
    nodes.Include: ("include", "内容直接写进模板"),
    nodes.Import: ("import", "宏直接写进模板"),
    nodes.FromImport: ("import", "宏直接写进模板"),
    nodes.Extends: ("extends", "内容直接写进模板"),
    nodes.Block: ("block … required", "没有别的模板来填它，去掉 required"),
    nodes.EvalContextModifier: ("autoescape false", "文字总是转义；要带格式的文字用 RichText"),
    nodes.ScopedEvalContextModifier: ("autoescape false", "文字总是转义；要带格式的文字用 RichText"),
}
#: Filters of Jinja that are not given, and what to do instead.
REFUSED_FILTERS: dict[str, str] = {
    "attr": "直接写 项.名称",
    "urlize": "在 Word 里插入超链接",
    "xmlattr": "文档里不写 XML",
    "pprint": "要看数据用 qijin fill 的 --json",
    "random": "同样的数据要生成同样的文件",
}
#: Filters that name a filter or a test in an argument: what is named, and in which.
_BY_NAME = {
    "map": ("filter", 0),
    "select": ("test", 0),
    "reject": ("test", 0),
    "selectattr": ("test", 1),
    "rejectattr": ("test", 1),
}
#: Methods that change data in Python, and the sentence that says what to do.
_CHANGING = frozenset(
    {
        "append",
        "extend",
        "insert",
        "remove",
        "pop",
        "popitem",
        "clear",
        "sort",
        "reverse",
        "update",
        "setdefault",
        "add",
    }
)
_NO_CHANGE = (
    "模板不改动数据；要攒一个列表写成 {% set 攒 = namespace(列=[]) %}、"
    "{% set 攒.列 = 攒.列 + [项] %}，要排序用 |sort"
)
#: What these make can be called.
_MAKERS = frozenset({"cycler", "joiner"})


def screen(
    tree: nodes.Template, environment: Environment, named: Collection[str] = ()
) -> tuple[Problem, ...]:
    """What in a parsed template is not permitted; the place of each problem is its line.

    Args:
        tree: the template, or a tag of it.
        environment: knows filters, tests and functions.
        named: names that may be called although the tree does not define them.

    Codes: ``template.`` with ``private_name``, ``method``, ``call``, ``statement``, ``filter_refused``,
    ``unknown_filter``, ``unknown_test``, ``too_deep``.
    """
    callable_names = (
        frozenset(environment.globals) | {"loop", "caller"} | frozenset(_defined(tree)).union(named)
    )
    problems = tuple(_screen(tree, environment, callable_names, 0))
    # Beyond the depth everything is a fault; one of them says it.
    deep = [problem for problem in problems if problem.code == _TOO_DEEP]
    return tuple(deep[:1]) or problems


def _screen(
    node: nodes.Node, environment: Environment, callables: frozenset[str], depth: int
) -> Iterator[Problem]:
    if depth > MAX_DEPTH:
        yield _problem(
            node,
            _TOO_DEEP,
            f"标签套得太深（超过 {MAX_DEPTH} 层）",
            "拆成几步，用 {% set %} 存中间结果",
        )
        return
    yield from _faults(node, environment, callables)
    for child in node.iter_child_nodes():
        yield from _screen(child, environment, callables, depth + 1)


def _faults(node: nodes.Node, environment: Environment, callables: frozenset[str]) -> Iterable[Problem]:
    statement = _STATEMENTS.get(type(node))
    if statement:
        return [_problem(node, "template.statement", f"模板里不能用 {{% {statement[0]} %}}", statement[1])]
    match node:
        case nodes.Name(name=name, ctx="load") if name.startswith("_") or name == "self":
            return [_private(node, name)]
        case nodes.Getattr(attr=name) if name.startswith("_"):
            return [_private(node, name)]
        case nodes.Getitem(arg=argument):
            key = _constant(argument)
            return [_private(node, key)] if isinstance(key, str) and key.startswith("_") else []
        case nodes.Call(node=called):
            return _faults_of_call(node, called, callables)
        case nodes.Filter():
            return _faults_of_filter(node, environment)
        case nodes.Test(name=name):
            return _fault_of_test_name(node, name, environment)
    return []


def _faults_of_call(node: nodes.Call, called: nodes.Node, callables: frozenset[str]) -> Iterable[Problem]:
    match called:
        case nodes.Name(name=name) if name in callables:
            return []
        case nodes.Name(name=name):
            hint = "数据里的值不能当函数用；能用的函数：" + "、".join(sorted(callables - {"loop", "caller"}))
            return [_problem(node, "template.call", f"“{name}()”不是能用的函数", hint)]
        case nodes.Getattr(attr="format", node=owner):
            return _faults_of_format(node, owner)
        case nodes.Getattr(attr=name) if name in METHOD_NAMES or name.startswith("_"):
            return []  # a private name is told by itself
        case nodes.Getattr(node=nodes.Name(name="self")):
            return []
        case nodes.Getattr(attr=name):
            hint = _NO_CHANGE if name in _CHANGING else "取值不用括号；要加工用过滤器，如 {{ 值|trim }}"
            return [_problem(node, "template.method", f"不能用 .{name}()", hint)]
    return [_problem(node, "template.call", "这里的括号是调用，模板里不能这样写", "取值不用括号")]


def _faults_of_format(node: nodes.Call, owner: nodes.Node) -> Iterable[Problem]:
    """``"{:.2f}".format(数)`` is right if the text stands there and asks for nothing but width, sign and decimals."""
    hint = '写成 {{ "{:,.2f}".format(数) }} 或 {{ "%.2f"|format(数) }}'
    form = _constant(owner)
    if not isinstance(form, str):
        return [_problem(node, "template.method", "不能用 .format()：前面不是写在标签里的文字", hint)]
    fault = fault_of_format(form)
    return [_problem(node, "template.method", f"不能这样用 .format()：{fault}", hint)] if fault else []


def _faults_of_filter(node: nodes.Filter, environment: Environment) -> Iterator[Problem]:
    yield from _fault_of_filter_name(node, node.name, environment)
    texts = [*node.args, *(pair.value for pair in node.kwargs)]
    for argument in texts:
        value = _constant(argument)
        # map(attribute="a.b") and its like reach into values by a text.
        if isinstance(value, str) and any(_is_private(step) for step in value.split(".")):
            yield _private(argument, value)
    what, position = _BY_NAME.get(node.name, ("", 0))
    name = _constant(node.args[position]) if what and len(node.args) > position else None
    if isinstance(name, str):
        check = _fault_of_filter_name if what == "filter" else _fault_of_test_name
        yield from check(node, name, environment)


def _fault_of_filter_name(node: nodes.Node, name: str, environment: Environment) -> Iterator[Problem]:
    if isinstance(node, nodes.Filter) and node.name == name and is_hidden(name):
        return
    if name in REFUSED_FILTERS:
        yield _problem(node, "template.filter_refused", f"不能用过滤器“{name}”", REFUSED_FILTERS[name])
    elif name not in environment.filters or is_hidden(name):
        if name in WORD_DESCRIPTIONS:
            hint = "这个过滤器只能在 Word 模板里用"
        else:
            near = did_you_mean(name, (known for known in environment.filters if is_offered(known)))
            hint = near or "全部过滤器见 qijin fields --filters"
        yield _problem(node, "template.unknown_filter", f"没有叫“{name}”的过滤器", hint)


def _fault_of_test_name(node: nodes.Node, name: str, environment: Environment) -> Iterator[Problem]:
    if name not in environment.tests:
        hint = did_you_mean(name, environment.tests) or "写成 is defined、is none、is even 之类，或用 == 比较"
        yield _problem(node, "template.unknown_test", f"没有叫“{name}”的判断（is {name}）", hint)


def is_offered(name: str) -> bool:
    """Whether authors may know the name; those of the engines' own filters they cannot write or must not."""
    return not is_hidden(name) and not name.startswith(OWN_NAMES)


def _is_private(step: str) -> bool:
    # "____" is a line to write on, "__class__" is not.
    return step.startswith("__") and bool(step.strip("_"))


def _constant(node: nodes.Node) -> object:
    """The value of an expression that needs no data, such as ``"__cl" ~ "ass__"``."""
    if not isinstance(node, nodes.Expr):
        return None
    if isinstance(node, nodes.Add):
        # Jinja leaves alone what the sandbox intercepts.
        left, right = _constant(node.left), _constant(node.right)
        return left + right if isinstance(left, str) and isinstance(right, str) else None
    try:
        return node.as_const()
    except Exception:  # noqa: BLE001  (whatever it is, it is not a constant)
        return None


def _defined(tree: nodes.Template) -> Iterator[str]:
    """Names the template itself gives to macros and to what ``cycler`` or ``joiner`` make."""
    for macro in tree.find_all(nodes.Macro):
        yield macro.name
    for assign in tree.find_all(nodes.Assign):
        match assign:
            case nodes.Assign(target=nodes.Name(name=name), node=nodes.Call(node=nodes.Name(name=maker))) if (
                maker in _MAKERS
            ):
                yield name


def _private(node: nodes.Node, name: object) -> Problem:
    return _problem(node, "template.private_name", f"不能用以下划线开头的名称“{name}”", "只用数据里有的名称")


def _problem(node: nodes.Node, code: str, message: str, hint: str) -> Problem:
    return Problem(code, message, Place(line=node.lineno), hint)


class _PlainBlocks(NodeTransformer):
    """``{% block %}`` and ``{% autoescape true %}`` say nothing here but where a part begins and ends."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_Block(self, node: nodes.Block) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        if node.name in self.names:
            raise TemplateSyntaxError(f"block '{node.name}' defined twice", node.lineno)
        self.names.add(node.name)
        return node if node.required else nodes.With([], [], node.body, lineno=node.lineno)

    def visit_ScopedEvalContextModifier(self, node: nodes.ScopedEvalContextModifier) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        always = all(
            option.key == "autoescape" and _constant(option.value) is True for option in node.options
        )
        return nodes.With([], [], node.body, lineno=node.lineno) if always else node


def with_plain_blocks(tree: nodes.Template) -> nodes.Template:
    """The same template, changed: blocks that would need another template, or nothing, are plain parts of it.

    Raises:
        TemplateSyntaxError: two blocks have one name.
    """
    _PlainBlocks().visit(tree)
    return tree
