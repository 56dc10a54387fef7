"""The upload page and the HTTP API (`gouji serve`).

`settings`, `service`, `guard`, `api` and `app` are the server; `pages` is what people see, made of
`templates/` and `static/` by `layout`, with its sentences in `messages`.
"""
