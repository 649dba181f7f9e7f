"""The toolbox: layer to frame, frame to analysis, analysis back to layer."""
