"""Django's database backends, which write bumped tags as the last act of the transaction that bumped them."""
