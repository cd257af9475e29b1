"""Layout, components, the desk; no logic."""
