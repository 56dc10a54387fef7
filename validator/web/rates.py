"""How often one client may ask: so much at once, and so much each second after."""

import ipaddress
from collections import OrderedDict
from collections.abc import Callable
from math import ceil
from time import monotonic


class Rate:
    """A bucket for each client, which holds `most` and gets back `a_second`. At most `clients` are
    remembered: those that were quiet longest are forgotten, and begin with a full one."""

    def __init__(
        self, most: int, a_second: float, clients: int, clock: Callable[[], float] = monotonic
    ) -> None:
        self._most, self._a_second, self._clients = most, a_second, clients
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def left(self, client: str) -> float:
        """How much the client may ask for now."""
        left, at = self._left.get(client, (float(self._most), 0.0))
        return min(self._most, left + (self._clock() - at) * self._a_second)

    def take(self, client: str, count: int = 1) -> int:
        """Take `count` from the client's bucket. Returns 0; or, where there is not so much, in how
        many seconds there will be, and takes nothing. What is more than a full bucket holds may be
        taken from a full one, and is owed."""
        left = self.left(client)
        wanted = min(count, self._most)
        if left < wanted:
            return ceil((wanted - left) / self._a_second)
        self._left[client] = left - count, self._clock()
        self._left.move_to_end(client)
        while len(self._left) > self._clients:
            self._left.popitem(last=False)
        return 0


def client_of(address: str) -> str:
    """Who is counted as one client: an address; of those of IPv6, of which a machine has as many as
    it likes, the network."""
    try:
        known = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(known, ipaddress.IPv6Address):
        if known.ipv4_mapped:
            return str(known.ipv4_mapped)
        return str(ipaddress.ip_network((known, 64), strict=False))
    return str(known)
