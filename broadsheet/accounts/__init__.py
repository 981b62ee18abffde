"""Who works here: staff users, roles, sign-in."""
