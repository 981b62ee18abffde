"""Who works here: staff users, roles, sign-in.

Staff sign in with their e-mail address; failures are throttled in the database, a second factor can be compulsory.
Its door: `models.User`, `roles.found_roles`, and the addresses below `/desk/` in `urls`.
"""
