"""What the edge costs, side by side with nginx, and how soon a publish is seen: `python -m bench.edge`.

`hits` and `memory` measure a served home from outside, `publishing` does so while stories are published;
`invalidation`, `reassembly` and `front` measure the edge's own steps from inside a home.
"""
