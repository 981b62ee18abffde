"""Moving in by the desk, for those without a shell: a file is given, its progress watched, its report read."""
