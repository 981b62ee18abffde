"""Letters at work: how many a second, what a crash costs, and how readers' pages fare meanwhile."""
