"""Pictures of a result: the grid, the large view, what was asked against what came, and the zip."""
