"""Why a file is not taken, in words for the person who sent it."""


class Refused(Exception):
    """An upload that is not kept; ``str()`` says in Vietnamese what is wrong and what to do."""
