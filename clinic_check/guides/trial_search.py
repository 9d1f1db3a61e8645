"""The address of a ready search on ClinicalTrials.gov: a condition, recruiting, a place.

The pattern was seen in other people's programs and never confirmed by the registry
(`ctgov-search-address` in sources.toml).
"""

from urllib.parse import quote, urlencode

SEARCH = "https://clinicaltrials.gov/search"
COUNTRY = "United States"


def search_address(condition: str, state: str = "") -> str:
    """Return the address that lists recruiting studies for a condition in the US, or in a state.

    `state` is a state's name. Nothing about the person is in it but these two.
    """
    fields = {"cond": condition, "aggFilters": "status:rec", "country": COUNTRY}
    where = {"locStr": f"{state}, {COUNTRY}", "state": state} if state else {"locStr": COUNTRY}
    return f"{SEARCH}?{urlencode({**fields, **where}, quote_via=quote, safe=':')}"
