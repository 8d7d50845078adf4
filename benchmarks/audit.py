"""How many misprints the audit finds: consistent texts, one digit, point or unit of a figure in a check changed.

    python benchmarks/audit.py [--mutations 1000] [--seed 20] [--write]

Texts: the documents of the corpus whose checks all hold, and statements of every rule made here by a seeded generator.
A mutation counts only where rounding can show it: the relation, recomputed here from the printed digits (half a unit of the
last digit either way, apart from the audit's code), no longer holds. It is found where a finding that is `inconsistent`
or a `warning` cites the changed figure. On the unchanged texts nothing may be `inconsistent`.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from extractor import Document, Reading, load, read  # noqa: E402
from extractor.model import Finding, Mention  # noqa: E402

Maker = Callable[[random.Random], str]
PLACES = ("安岭市", "清溪县", "临沅区", "东桥镇", "望海市", "云峪县", "长荆区", "石河镇")
THINGS = ("重点项目", "技改项目", "民生实事项目", "老旧小区改造项目", "产业项目")
GOODS = ("粗钢", "水泥", "饲料", "纯碱", "玻璃纤维")
MONEY = ("固定资产投资", "实际到位资金", "一般公共预算收入", "社会消费品零售总额", "工业投资")


# ---- statements ---------------------------------------------------------------------------------------------------------

def percent(part: Decimal, whole: Decimal, places: int = 1) -> str:
    return str((100 * part / whole).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def amount(rng: random.Random, low: int = 20, high: int = 900, places: int = 1) -> Decimal:
    while True:
        value = Decimal(rng.randint(low * 10**places, high * 10**places)).scaleb(-places)
        if value != value.to_integral_value():
            return value


def share_of_total(rng: random.Random) -> str:
    whole = rng.randint(120, 980)
    part = rng.randint(31, whole - 20)
    p = percent(Decimal(part), Decimal(whole))
    thing, name = rng.choice(THINGS), rng.choice(("工业类", "农业类", "民营企业投资", "省级"))
    return rng.choice((
        f"全年共安排{thing}{whole}个，其中{name}{part}个，占项目总数的{p}%。",
        f"截至目前，全市{whole}个{thing}中，已开工{part}个，开工率达{p}%。",
        f"年初确定的{whole}个{thing}已完工{part}个，完工率{p}%。",
        f"列入计划的{thing}共{whole}个，已投产{part}个，投产率为{p}%。"))


def share_of_plan(rng: random.Random) -> str:
    whole, places = amount(rng, 100, 900), 1
    part = (whole * rng.randint(35, 96) / 100).quantize(Decimal("0.1"))
    p = percent(part, whole, places)
    name = rng.choice(("农村公路建设", "电网改造", "污水治理", "棚户区改造"))
    return rng.choice((
        f"{name}完成投资{part}亿元，占年度计划{whole}亿元的{p}%。",
        f"{name}年度计划投资{whole}亿元，已完成投资{part}亿元，占年度计划的{p}%。",
        f"{name}计划投资{whole}万元，截至10月底完成投资{part}万元，完成年度计划的{p}%。"))


def sum_of_kinds(rng: random.Random) -> str:
    a, b, c = (amount(rng) for _ in range(3))
    name = rng.choice(("甲醇", "乙烯"))
    return rng.choice((
        f"实现地区生产总值{a + b + c}亿元。其中，第一产业增加值{a}亿元，第二产业增加值{b}亿元，"
        f"第三产业增加值{c}亿元。",
        f"货物进出口总额{a + b}亿元，其中出口{a}亿元，进口{b}亿元。",
        f"接待游客{a + b}万人次，其中国内游客{a}万人次，入境游客{b}万人次。",
        f"{name}项目总投资{a + b}亿元（一期{a}亿元、二期{b}亿元）。",
        f"争取中央资金{a}亿元、省级资金{b}亿元、社会资本{c}亿元，合计{a + b + c}亿元。",
        f"城镇新增就业和农村转移就业共{a + b}万人，分别为城镇{a}万人、农村{b}万人。"))


def sum_of_counts(rng: random.Random) -> str:
    a, b = rng.randint(101, 899), rng.randint(101, 899)
    m, n = amount(rng), amount(rng)
    return rng.choice((
        f"全市实施重点项目{a + b}个，其中新建项目{a}个，续建项目{b}个。",
        f"本次补贴惠及{a + b}人，发放资金{m + n}万元。其中，为{a}名高校毕业生发放补贴{m}万元，"
        f"为{b}名退役军人发放补贴{n}万元。",
        f"培训干部{a}人次、村医{b}人次，合计{a + b}人次。"))


def rest(rng: random.Random) -> str:
    whole = rng.randint(200, 990)
    part = rng.randint(40, whole - 30)
    return rng.choice((
        f"从{whole}个备选村中选取{part}个先行先试，其余{whole - part}个村明年启动。",
        f"排查出问题{whole}个，已整改{part}个，剩余{whole - part}个限期整改。",
        f"抽检样品{whole}批次，其中已出结果{part}批次，其余{whole - part}批次正在检测。"))


def growth(rng: random.Random) -> str:
    base = amount(rng, 80, 700)
    more = amount(rng, 5, 70)
    now, p = base + more, percent(more, base)
    name = rng.choice(MONEY)
    good = rng.choice(GOODS)
    return rng.choice((
        f"完成{name}{now}亿元，同比增加{more}亿元，增长{p}%。",
        f"{name}达{now}亿元，比上年增加{more}亿元、增长{p}%。",
        f"{good}产量由上年的{base}万吨增加到{now}万吨，增长{p}%。",
        f"实现{name}{now}亿元，上年同期为{base}亿元，增长{p}%。",
        f"{good}库存{base}万吨，同比减少{more}万吨，下降{percent(more, base + more)}%。"))


def change(rng: random.Random) -> str:
    base, more = amount(rng, 40, 80), amount(rng, 1, 15)
    big, up = amount(rng, 100, 900), amount(rng, 5, 90)
    return rng.choice((
        f"污水集中处理率由{base}%提高到{base + more}%，提高{more}个百分点。",
        f"资源化利用率从上年的{base}%提升至{base + more}%，提升了{more}个百分点。",
        f"发放贷款{big + up}亿元，比上年的{big}亿元增加{up}亿元。"))


def multiple(rng: random.Random) -> str:
    base = amount(rng, 11, 60)
    times = Decimal(rng.randint(15, 48)).scaleb(-1)
    now = (base * times).quantize(Decimal("0.1"))
    return f"快递业务量达到{now}万件，是2019年{base}万件的{(now / base).quantize(Decimal('0.1'), ROUND_HALF_UP)}倍。"


def average(rng: random.Random) -> str:
    number = rng.randint(120, 980)
    each = amount(rng, 2, 9, 2)
    total = (number * each).quantize(Decimal("0.1"))
    mean = (total / number).quantize(Decimal("0.01"), ROUND_HALF_UP)
    people = rng.randint(400, 980)
    return rng.choice((
        f"危房改造{number}户，补助资金{total}万元，户均{mean}万元。",
        f"开展巡回义诊{number}场，服务群众{people * number}人次，平均每场服务群众{people}人次。",
        f"2023年，景区接待游客{(people * 365) / 10000:.2f}万人次，平均每天接待游客{people}人次。"))


def names(rng: random.Random) -> str:
    towns = rng.sample(("青石", "白沙", "柳林", "东湖", "南塘", "高桥", "马坪", "双河", "红岩", "大田"), rng.randint(5, 8))
    return f"整治工程覆盖{'、'.join(towns[:-1])}和{towns[-1]}{len(towns)}个乡镇。"


def hundred(rng: random.Random) -> str:
    a, b = amount(rng, 10, 30), amount(rng, 31, 45)
    return rng.choice((
        f"第一产业占{a}%，第二产业占{b}%，第三产业占{100 - a - b}%。",
        f"从来源看，省内资金占{a}%，国外资金占{b}%，其余{100 - a - b}%为境内省外资金。"))


MAKERS: dict[str, Maker] = {f.__name__: f for f in (
    share_of_total, share_of_plan, sum_of_kinds, sum_of_counts, rest, growth, change, multiple, average, names, hundred)}


def made(rng: random.Random, count: int) -> Iterator[tuple[str, str]]:
    """Small reports of consistent statements, each of three or four rules, a paragraph a statement."""
    for number in range(count):
        place = rng.choice(PLACES)
        chosen = rng.sample(sorted(MAKERS), 4)
        yield f"made {number}", f"{place}2023年工作情况\n" + "\n".join(f"{place}。{MAKERS[n](rng)}" for n in chosen) + "\n"


def corpus() -> Iterator[tuple[str, str]]:
    """The corpus texts whose gold has no failing check."""
    for gold in sorted((ROOT / "corpus" / "gold").glob("*.json")):
        data = json.loads(gold.read_text(encoding="utf-8"))
        source = ROOT / "corpus" / "documents" / f"{gold.stem}.txt"
        if source.is_file() and all(c["holds"] for c in data.get("checks", [])):
            yield gold.stem, load(source).text


# ---- an arithmetic of its own -------------------------------------------------------------------------------------------

@dataclass(frozen=True, slots=True)
class Printed:
    """A figure as printed: the digits' span in the text, their value and step in base units."""

    start: int
    end: int
    value: Fraction
    step: Fraction
    exact: bool


def printed(mention: Mention) -> Printed | None:
    """The digits of a mention with one plain number; None for any other."""
    found = list(re.finditer(r"\d+(?:\.\d+)?", mention.text))
    if len(found) != 1 or mention.value is None or mention.qualifier != "exact" or mention.soft:
        return None
    number = Fraction(found[0].group())
    scale = abs(Fraction(mention.value)) / number if number else Fraction(1)
    step = scale / Fraction(10) ** len(found[0].group().partition(".")[2])
    return Printed(mention.start + found[0].start(), mention.start + found[0].end(), abs(Fraction(mention.value)), step,
                   mention.kind == "count" and step == 1)


def recomputed(finding: Finding, low_high: list[tuple[Fraction, Fraction]]) -> tuple[Fraction, Fraction] | None:
    """The interval of the reported figure from those of the terms, by the finding's rule and roles."""
    terms, roles = low_high[:-1], finding.roles
    corners: list[Fraction] = []
    for pick in range(2 ** min(len(terms), 2)):
        v = [terms[i][(pick >> i) & 1] for i in range(len(terms))] if len(terms) <= 2 else []
        match finding.rule, roles[:-1]:
            case "share", _:
                corners.append(100 * v[0] / v[1])
            case "growth", ("now", "before"):
                corners.append(100 * abs(v[0] - v[1]) / v[1])
            case "growth", ("now", "change"):
                falls = "+" in finding.formula
                corners.append(100 * v[1] / (v[0] + v[1] if falls else v[0] - v[1]))
            case "difference", ("now", "before"):
                corners.append(abs(v[0] - v[1]))
            case "multiple", _:
                corners.append(v[0] / v[1])
            case "average", ("total", "number"):
                corners.append(v[0] / v[1])
            case "difference", ("whole", *_):
                return terms[0][0] - sum(t[1] for t in terms[1:]), terms[0][1] - sum(t[0] for t in terms[1:])
            case "sum", ("part", *_):
                return sum(t[0] for t in terms), sum(t[1] for t in terms)
            case "sum", ("share", *_):
                return 100 - sum(t[1] for t in terms), 100 - sum(t[0] for t in terms)
            case _:
                return None
    return min(corners), max(corners)


def shows(finding: Finding, figures: list[Printed], changed: int, value: Fraction, step: Fraction) -> bool:
    """Whether rounding can show the change: the relation held, and with the change it does not."""
    def spread(i: int, *, new: bool) -> tuple[Fraction, Fraction]:
        v, s = (value, step) if new and i == changed else (figures[i].value, figures[i].step)
        last = i == len(figures) - 1
        half = Fraction(0) if figures[i].exact and not (last and finding.rule == "average") else s / 2
        return v - half, v + half

    for new in (False, True):
        spreads = [spread(i, new=new) for i in range(len(figures))]
        if any(low <= 0 for low, _ in spreads[:-1]) and finding.rule in ("share", "growth", "multiple", "average"):
            return False
        try:
            expected = recomputed(finding, spreads)
        except ZeroDivisionError:
            return False
        if expected is None:
            return False
        held = expected[0] <= spreads[-1][1] and spreads[-1][0] <= expected[1]
        if held == new:
            return False
    return True


# ---- mutations ----------------------------------------------------------------------------------------------------------

def mutate(rng: random.Random, text: str, figure: Printed) -> tuple[str, str, Fraction, Fraction] | None:
    """One digit, the point or the unit of a printed figure changed: sort, new text, new value, new step."""
    digits = text[figure.start:figure.end]
    scale = figure.value / Fraction(digits) if Fraction(digits) else Fraction(1)
    sort = rng.choice(("digit", "digit", "digit", "swap", "point", "unit"))
    new, tail = digits, text[figure.end:]
    if sort == "digit":
        i = rng.choice([i for i, c in enumerate(digits) if c.isdigit()])
        options = [d for d in "0123456789" if d != digits[i] and not (i == 0 and d == "0")]
        new = digits[:i] + rng.choice(options) + digits[i + 1:]
    elif sort == "swap":
        pairs = [i for i in range(len(digits) - 1) if digits[i:i + 2].isdigit() and digits[i] != digits[i + 1]
                 and not (i == 0 and digits[1] == "0")]
        if not pairs:
            return None
        i = rng.choice(pairs)
        new = digits[:i] + digits[i + 1] + digits[i] + digits[i + 2:]
    elif sort == "point":
        whole, _, places = digits.partition(".")
        if not places or len(whole) < 2:
            return None
        new = f"{whole[:-1]}.{whole[-1]}{places}"
    else:
        found = re.match(r"[万亿](?=[^万亿])", tail)
        if not found:
            return None
        other = "亿" if found.group() == "万" else "万"
        factor = Fraction(10_000) if other == "亿" else Fraction(1, 10_000)
        return sort, text[:figure.end] + other + tail[1:], figure.value * factor, figure.step * factor
    step = scale / Fraction(10) ** len(new.partition(".")[2])
    return sort, text[:figure.start] + new + tail, Fraction(new) * scale, step


def names_mutation(rng: random.Random, text: str, figure: Printed) -> tuple[str, str, Fraction, Fraction]:
    """A count behind a list of names, one more or one less."""
    value = figure.value + rng.choice((-1, 1))
    return "digit", text[:figure.start] + str(value) + text[figure.end:], value, figure.step


def reading(text: str) -> Reading:
    return read(Document("0" * 16, "<benchmark>", text))


def caught(result: Reading, start: int) -> bool:
    """A finding that says something is wrong and cites the figure that begins in the changed number's place."""
    cited = {m.key for m in result.mentions if m.start <= start < m.end}
    return any(cited & set(f.mentions) for f in result.findings if f.verdict in ("inconsistent", "warning"))


def run(mutations: int, seed: int) -> dict[str, object]:
    rng = random.Random(seed)
    texts = [*corpus(), *made(rng, 240)]
    alarms: list[str] = []
    pool: dict[str, list[tuple[str, str, Finding, list[Printed]]]] = {}
    read_at = time.perf_counter()
    for name, text in texts:
        result = reading(text)
        alarms += [f"{name}: {f.formula}" for f in result.findings if f.verdict == "inconsistent"]
        for finding in result.findings:
            if finding.verdict != "consistent":
                continue
            figures = [printed(result.mention(k)) for k in finding.mentions]
            if all(figures) and finding.rule not in ("repeat", "order", "rank"):
                pool.setdefault(finding.rule, []).append((name, text, finding, figures))  # type: ignore[arg-type]
    tried: Counter[str] = Counter()
    hits: Counter[str] = Counter()
    sorts: Counter[str] = Counter()
    sort_hits: Counter[str] = Counter()
    missed: list[str] = []
    rules = sorted(pool)
    attempts = 0
    while sum(tried.values()) < mutations and attempts < mutations * 60:
        attempts += 1
        rule = rng.choice(rules)
        name, text, finding, figures = rng.choice(pool[rule])
        i = rng.randrange(len(figures))
        change = names_mutation(rng, text, figures[i]) if rule == "list" else mutate(rng, text, figures[i])
        if change is None:
            continue
        sort, new, value, step = change
        if rule != "list" and not shows(finding, figures, i, value, step):
            continue
        tried[rule] += 1
        sorts[sort] += 1
        if caught(reading(new), figures[i].start):
            hits[rule] += 1
            sort_hits[sort] += 1
        elif len(missed) < 4000:
            at = figures[i].start
            around = new[max(0, at - 40):at + 30].replace("\n", "/")
            missed.append(f"{name} [{rule}, {sort}] {finding.formula}  =>  {around}")
    total = sum(tried.values())
    found = sum(hits.values())
    return {"texts": len(texts), "mutations": total, "found": found, "share": round(found / total, 4),
            "rules": {r: f"{hits[r]}/{tried[r]}" for r in rules},
            "sorts": {s: f"{sort_hits[s]}/{sorts[s]}" for s in sorted(sorts)},
            "alarms": alarms, "missed": missed, "seconds": round(time.perf_counter() - read_at, 1)}


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--mutations", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--missed", type=int, default=0, help="print up to N mutations that were not found")
    parser.add_argument("--write", action="store_true", help="record the numbers in benchmarks/audit.md")
    wanted = parser.parse_args()
    result = run(wanted.mutations, wanted.seed)
    missed, alarms = result.pop("missed"), result.pop("alarms")
    print(json.dumps(result, ensure_ascii=False, indent=1))
    print(f"inconsistent on unchanged texts: {len(alarms)}", *alarms, sep="\n  ")  # type: ignore[arg-type, misc]
    print(*missed[:wanted.missed], sep="\n")  # type: ignore[index]
    if wanted.write:
        record(result, len(alarms))  # type: ignore[arg-type]
    return 0 if result["share"] >= 0.95 and not alarms else 1  # type: ignore[operator]


def record(result: dict[str, object], alarms: int) -> None:
    rules: dict[str, str] = result["rules"]  # type: ignore[assignment]
    sorts: dict[str, str] = result["sorts"]  # type: ignore[assignment]
    lines = ["# Misprints found by the audit", "",
             "`python benchmarks/audit.py --write`; what counts is said in the script.", "",
             f"- texts: {result['texts']}", f"- mutations that rounding can show: {result['mutations']}",
             f"- found: {result['found']} ({result['share']:.1%})",
             f"- `inconsistent` on the unchanged texts: {alarms}", "",
             "| rule | found |", "|---|---|", *(f"| {r} | {n} |" for r, n in rules.items()), "",
             "| change | found |", "|---|---|", *(f"| {s} | {n} |" for s, n in sorts.items()), ""]
    (ROOT / "benchmarks" / "audit.md").write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
