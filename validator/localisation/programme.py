"""The smallest weighted sets of figures whose change satisfies every constraint at once: the error
localisation of Fellegi and Holt (1976), for problems in which several figures are wrong.

Every constraint that is broken, and every one implied by several, is a core: one of its figures
must change. So the sets looked for are the cheapest that meet all cores. Cores are found when they
are needed (Garfinkel, Kunnathur and Liepins 1986): a cheapest set that meets those known is put to
the constraints (`elimination`), and where it fails the answer is a new core. The usual programme,
one yes or no for each figure with |change| ≤ M · yes, is of no use here: with an M of 10⁹ a solver
takes a yes of 10⁻⁸ for none, and finds that nothing need change.
"""

from collections.abc import Collection, Mapping, Sequence
from heapq import heappop, heappush
from time import perf_counter
from typing import NamedTuple

from validator.localisation.elimination import Answer, Constraint, Constraints


class Programme(NamedTuple):
    """`items`: the variables that one decision frees, a single cell or all cells of a row that was
    left out; a variable may belong to several. `costs`: what each item costs, whole and above 0.
    Variables that belong to no item stay as they are."""

    costs: tuple[int, ...]
    constraints: tuple[Constraint, ...]
    items: tuple[tuple[int, ...], ...]


class Found(NamedTuple):
    """`sets`: the items of each set, the cheapest set first. `alike`: an item in a set → it and
    those that could stand in its place at the same cost, because the constraints cannot tell them
    apart. `complete`: no other set within the margin was missed."""

    sets: tuple[tuple[int, ...], ...]
    alike: Mapping[int, tuple[int, ...]]
    complete: bool


def smallest_sets(
    programme: Programme,
    *,
    most: int = 8,
    margin: int = 0,
    longest: int = 5,
    seconds: float = 1.0,
) -> Found:
    """The sets of items of least cost whose change satisfies every constraint and of which no
    proper subset does, and those that cost up to `margin` more: at most `most`, of no more than
    `longest` items, found within `seconds`."""
    alike = _alike(programme)
    search = _Search(programme, list(alike), longest, perf_counter() + seconds)
    sets, complete = search.run(most, margin)
    used = {item for each in sets for item in each}
    return Found(tuple(sets), {item: alike[item] for item in sorted(used)}, complete)


def ranges(
    programme: Programme, chosen: Collection[int]
) -> Mapping[int, tuple[float, float]] | None:
    """Variable → the lowest and highest change of it with which the others that the chosen items
    free can satisfy every constraint; None where they cannot."""
    constraints = Constraints(programme.constraints)
    freed = _freed(programme, chosen)
    if constraints.answer(freed).changes is None:
        return None
    return {variable: constraints.range(freed, variable) for variable in sorted(freed)}


def _freed(programme: Programme, chosen: Collection[int]) -> frozenset[int]:
    return frozenset(variable for item in chosen for variable in programme.items[item])


def _alike(programme: Programme) -> dict[int, tuple[int, ...]]:
    """The first item of each class → all items of the class: items of one cost whose variables
    stand in the same constraints with the same weights, or with all weights turned round."""
    columns: dict[int, list[tuple[int, int]]] = {}
    for number, constraint in enumerate(programme.constraints):
        for variable, weight in constraint.weights.items():
            columns.setdefault(variable, []).append((number, weight))
    signatures = {
        variable: max(tuple(column), tuple((n, -weight) for n, weight in column))
        for variable, column in columns.items()
    }
    classes: dict[object, list[int]] = {}
    for item, variables in enumerate(programme.items):
        signature = sorted(signatures.get(variable, ()) for variable in set(variables))
        classes.setdefault((programme.costs[item], tuple(signature)), []).append(item)
    return {members[0]: tuple(members) for members in classes.values()}


class _Search:
    """Sets of items that meet every core, built up the cheapest first. Sets of items are the bits
    of whole numbers."""

    def __init__(
        self, programme: Programme, items: Sequence[int], longest: int, end: float
    ) -> None:
        self.programme = programme
        self.constraints = Constraints(programme.constraints)
        self.items, self.longest, self.end = items, longest, end
        self.costs = programme.costs
        self.at: dict[int, int] = {}
        for item in items:
            for variable in programme.items[item]:
                self.at[variable] = self.at.get(variable, 0) | 1 << item
        self.cores: list[int] = []
        for number in self.constraints.broken:
            self.learn(self.constraints.all[number].weights)

    def learn(self, variables: Collection[int]) -> None:
        core = 0
        for variable in variables:
            core |= self.at.get(variable, 0)
        self.cores.append(core)

    def run(self, most: int, margin: int) -> tuple[list[tuple[int, ...]], bool]:
        """The sets, and whether none was missed."""
        found: list[int] = []
        limit: float = float("inf")
        missed: float = float("inf")
        complete = True
        # (at least so dear, −so many items chosen, number of the entry, chosen, ruled out)
        heap: list[tuple[int, int, int, int, int]] = [(0, 0, 0, 0, 0)]
        entries = 0
        while heap:
            if perf_counter() > self.end:
                complete = False
                break
            bound, depth, _, chosen, barred = heappop(heap)
            if bound > limit:
                break
            if any(each & chosen == each for each in found):
                continue
            open_cores = [core & ~barred for core in self.cores if not core & chosen]
            while not open_cores:
                answer = self.put(chosen)
                if answer.changes is not None:
                    break
                complete = complete and answer.certain
                self.learn(answer.others)
                open_cores = [self.cores[-1] & ~barred]
            if not open_cores:
                if len(found) == most:
                    complete = False
                    break
                found.append(chosen)
                limit = min(limit, bound + margin)
                continue
            cost = self.cost(chosen)
            more, sets = self.least(open_cores)
            if more is None or cost + more > limit:
                continue
            if sets - depth > self.longest:
                missed = min(missed, cost + more)
                continue
            if cost + more > bound:
                entries += 1
                heappush(heap, (cost + more, depth, entries, chosen, barred))
                continue
            core = min(open_cores, key=int.bit_count)
            for item in sorted(self.members(core), key=lambda i: self.weight(i, open_cores)):
                entries += 1
                heappush(
                    heap, (bound, depth - 1, entries, chosen | 1 << item, barred)
                )
                barred |= 1 << item
        sets_found = [self.members(each) for each in found]
        return sets_found, complete and missed > limit

    def put(self, chosen: int) -> Answer:
        return self.constraints.answer(_freed(self.programme, self.members(chosen)))

    def members(self, items: int) -> tuple[int, ...]:
        return tuple(item for item in self.items if items >> item & 1)

    def cost(self, items: int) -> int:
        return sum(self.costs[item] for item in self.members(items))

    def weight(self, item: int, cores: Sequence[int]) -> tuple[int, int, int]:
        return self.costs[item], -sum(core >> item & 1 for core in cores), item

    def least(self, cores: Sequence[int]) -> tuple[int | None, int]:
        """A bound from below on what it costs to meet the cores, by those that share no item, and
        how many these are; None where one cannot be met."""
        used = total = count = 0
        for core in sorted(cores, key=int.bit_count):
            if not core:
                return None, 0
            if not core & used:
                used |= core
                total += min(self.costs[item] for item in self.members(core))
                count += 1
        return total, count
