"""Many workbooks at once: sources → tasks → records, on several processes or machines → a store.

`sources` finds the workbooks, `work` is what is done with one of them, `processes` and `cluster` do
it many times, `store` keeps what came of it, so that nothing is done twice.
"""
