"""A paper served, edited and read at the same time, while things break: nobody may read what is no longer so."""
