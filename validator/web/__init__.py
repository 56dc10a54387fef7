"""The upload page and the HTTP API (`gouji serve`).

What is asked for comes through `guard` to `api` (programs) or `pages` (people), which ask the
`service`: it keeps uploads (`store`, `folder`) and has them worked on (`pool`) by processes that do
`work` and make `products`. `app` puts all of it together as `settings` say, `server` runs it. Pages
are made of `templates/` and `static/` by `layout`; all sentences stand in `messages`.
"""
