"""The commands of ``vinhdanh``, one module each: read the arguments, call the engine, say the result."""
