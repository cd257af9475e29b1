"""Running published cases: what others have decided, held against the rulebook."""
