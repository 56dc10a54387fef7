"""The smallest weighted sets of figures whose change satisfies every constraint at once: the error
localisation of Fellegi and Holt (1976), for problems in which several figures are wrong.

Every broken constraint, and every one that is broken when implied by several, is a core: one of its
figures must change. The sets looked for are the cheapest that meet all cores. Cores are found as
they are needed (Garfinkel, Kunnathur and Liepins 1986): a cheapest set that meets those known is
put to the constraints (`elimination`), and where it fails the answer is a new core.

No solver is called. The usual programme, a yes or no for each figure with |change| ≤ M · yes, goes
wrong with amounts like these: SciPy's HiGHS takes a yes below 10⁻⁶ for none (docs/localisation.md
says how often). The tests keep it as the second opinion.
"""

from collections.abc import Collection, Mapping, Sequence
from heapq import heappop, heappush
from math import inf
from typing import NamedTuple

from validator.localisation.elimination import Constraint, Constraints


class Programme(NamedTuple):
    """`items`: the variables that one decision frees, a single cell or all cells of a row that was
    left out; a variable may belong to several. `costs`: what each item costs, whole and above 0.
    Variables that belong to no item stay as they are."""

    costs: tuple[int, ...]
    constraints: tuple[Constraint, ...]
    items: tuple[tuple[int, ...], ...]


class Found(NamedTuple):
    """`sets`: the items of each set, the cheapest set first. `alike`: an item of a set → itself and
    those that could stand in its place at the same cost, because the constraints cannot tell them
    apart; no set names two of them. `complete`: no set that was asked for is missing."""

    sets: tuple[tuple[int, ...], ...]
    alike: Mapping[int, tuple[int, ...]]
    complete: bool


def smallest_sets(
    programme: Programme,
    *,
    most: int = 8,
    margin: int = 0,
    longest: int = 5,
    work: int = 100_000,
) -> Found:
    """The sets of items of least cost whose change satisfies every constraint and of which no
    proper subset does, and those that cost up to `margin` more: at most `most`, of no more than
    `longest` items. It is given up after so much `work`, counted in sets tried and bounds added up,
    some 10 to 30 µs each: a count, so that the answer is the same on every machine. One empty set
    where nothing is broken, none where nothing helps."""
    alike = _alike(programme)
    search = _Search(programme, list(alike), longest, work)
    chosen, complete = search.run(most, margin)
    sets = tuple(tuple(_members(items)) for items in chosen)
    used = sorted({item for items in sets for item in items})
    return Found(sets, {item: alike[item] for item in used}, complete)


def ranges(
    programme: Programme, chosen: Collection[int]
) -> Mapping[int, tuple[float, float]] | None:
    """Variable → the lowest and the highest change of it with which the others that the chosen
    items free can satisfy every constraint, whole or infinite; None where they cannot, or where it
    takes too much work to tell. Weights beyond 1 and −1 may leave an end farther out than whole
    changes reach."""
    return Constraints(programme.constraints).ranges(_freed(programme, chosen))


def shown(programme: Programme, names: Sequence[str] | Mapping[int, str]) -> str:
    """The programme as people read it, by the names of the variables: a line for each item and one
    for each constraint, the broken ones marked."""
    lines = [
        f"{cost}: {', '.join(names[variable] for variable in variables)}"
        for cost, variables in zip(programme.costs, programme.items, strict=True)
    ]
    for weights, low, high in programme.constraints:
        terms = "".join(
            f" {'-' if weight < 0 else '+'} {'' if abs(weight) == 1 else f'{abs(weight)} '}"
            f"{names[variable]}"
            for variable, weight in weights.items()
        )
        line = terms.removeprefix(" + ").removeprefix(" ")
        if low == high:
            line += f" = {low:,.0f}"
        else:
            line = line if low == -inf else f"{low:,.0f} ≤ {line}"
            line += "" if high == inf else f" ≤ {high:,.0f}"
        lines.append(line if low <= 0 <= high else f"{line}  (broken)")
    return "\n".join(lines)


def _freed(programme: Programme, chosen: Collection[int]) -> frozenset[int]:
    return frozenset(variable for item in chosen for variable in programme.items[item])


def _alike(programme: Programme) -> dict[int, tuple[int, ...]]:
    """The first item of each class → the items of the class: those of one cost whose variables
    stand in the same constraints with the same weights, or with all weights of a variable turned
    round. What one of them can do the others can, so that one of each class is enough to look for.
    """
    columns: dict[int, list[tuple[int, int]]] = {}
    for number, constraint in enumerate(programme.constraints):
        for variable, weight in constraint.weights.items():
            columns.setdefault(variable, []).append((number, weight))
    signatures = {
        variable: max(tuple(column), tuple((number, -weight) for number, weight in column))
        for variable, column in columns.items()
    }
    classes: dict[object, list[int]] = {}
    for item, variables in enumerate(programme.items):
        signature = sorted(signatures.get(variable, ()) for variable in set(variables))
        classes.setdefault((programme.costs[item], tuple(signature)), []).append(item)
    return {members[0]: tuple(members) for members in classes.values()}


class _Node(NamedTuple):
    """A set of items to be enlarged, in the order in which they are: what its enlargements cost at
    least, how many items may still be added, and a running number that settles ties. What contains
    a `barred` item comes of another node."""

    bound: int
    room: int
    number: int
    chosen: int
    barred: int
    cost: int


class _Search:
    """Sets of items that meet every core, built up the cheapest first, so that no set is found
    before its subsets. A set is a whole number, its items are the bits."""

    def __init__(self, programme: Programme, items: Sequence[int], longest: int, work: int) -> None:
        self.programme, self.longest, self.work = programme, longest, work
        self.constraints = Constraints(programme.constraints)
        self.freeing: dict[int, int] = {}
        priced: dict[int, int] = {}
        for item in items:
            cost = programme.costs[item]
            priced[cost] = priced.get(cost, 0) | 1 << item
            for variable in programme.items[item]:
                self.freeing[variable] = self.freeing.get(variable, 0) | 1 << item
        self.priced = sorted(priced.items())
        self.cores: list[int] = []
        for number in self.constraints.broken:
            self.learn(self.constraints.all[number].weights)
        self.nodes: list[_Node] = []
        self.pushed = 0
        self.undecided = False
        #: What the cheapest set that has more items than `longest` costs at least.
        self.too_long = inf

    def run(self, most: int, margin: int) -> tuple[list[int], bool]:
        """The sets, and whether none is missing."""
        found: list[int] = []
        limit, tried = inf, 0
        self.push(0, self.longest, 0, 0, 0)
        while self.nodes and self.nodes[0].bound <= limit:
            tried += 1
            if tried + self.constraints.sums > self.work:
                return found, False
            node = heappop(self.nodes)
            if any(items & node.chosen == items for items in found):
                continue
            unmet = self.unmet(node)
            if unmet:
                self.enlarge(node, unmet, limit)
            elif len(found) == most:
                return found, False
            else:
                found.append(node.chosen)
                limit = min(limit, node.cost + margin)
        return found, not self.undecided and (self.too_long > limit or self.too_long == inf)

    def learn(self, variables: Collection[int]) -> int:
        """A new core: the items that free one of the variables."""
        core = 0
        for variable in variables:
            core |= self.freeing.get(variable, 0)
        self.cores.append(core)
        return core

    def unmet(self, node: _Node) -> list[int]:
        """For each core that the node does not meet the items that may be added for it; none where
        its items satisfy every constraint."""
        chosen, free = node.chosen, ~node.barred
        unmet = [core & free for core in self.cores if not core & chosen]
        if not unmet:
            answer = self.constraints.answer(_freed(self.programme, _members(chosen)))
            if answer.changes is None:
                self.undecided = self.undecided or not answer.certain
                unmet.append(self.learn(answer.others) & free)
        return unmet

    def enlarge(self, node: _Node, unmet: list[int], limit: float) -> None:
        """Push what comes of a node: one for each item of its smallest core, without the items
        before. A node that turns out dearer than was known waits for its turn instead."""
        unmet.sort(key=int.bit_count)
        if not unmet[0]:
            return
        apart = _apart(unmet)
        need = max(len(apart), _fewest(unmet))
        more = max(sum(map(self.cheapest, apart)), need * self.priced[0][0])
        bound = node.cost + more
        if bound > limit:
            return
        if need > node.room:
            self.too_long = min(self.too_long, bound)
            return
        if bound > node.bound:
            self.push(bound, node.room, node.chosen, node.barred, node.cost)
            return
        costs, barred = self.programme.costs, node.barred
        items = _members(unmet[0])
        items.sort(key=lambda item: (costs[item], -sum(core >> item & 1 for core in unmet)))
        for item in items:
            chosen, cost = node.chosen | 1 << item, node.cost + costs[item]
            self.push(max(bound, cost), node.room - 1, chosen, barred, cost)
            barred |= 1 << item

    def push(self, bound: int, room: int, chosen: int, barred: int, cost: int) -> None:
        self.pushed += 1
        heappush(self.nodes, _Node(bound, room, self.pushed, chosen, barred, cost))

    def cheapest(self, core: int) -> int:
        """The cost of the cheapest item of a core."""
        return next(cost for cost, items in self.priced if items & core)


def _members(items: int) -> list[int]:
    """The items of a set, in order."""
    members = []
    while items:
        lowest = items & -items
        members.append(lowest.bit_length() - 1)
        items ^= lowest
    return members


def _apart(cores: Sequence[int]) -> list[int]:
    """Cores that share no item, so that each asks for one of its own."""
    used, apart = 0, []
    for core in cores:
        if not core & used:
            used |= core
            apart.append(core)
    return apart


def _fewest(cores: Sequence[int]) -> int:
    """So many items at least it takes to meet the cores, as no item is in more of them than it is:
    the smallest number whose most frequent items are in as many as there are cores."""
    often: list[int] = []  # often[n]: the items that are in more than n cores
    for core in cores:
        for n, items in enumerate(often):
            often[n], core = items | core, items & core
        if core:
            often.append(core)
    sizes = [items.bit_count() for items in often]
    count = 1
    while sum(min(count, size) for size in sizes) < len(cores):
        count += 1
    return count
