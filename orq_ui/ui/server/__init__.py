"""The server's own parts beside Streamlit's script: routes, headers, the emulator's life, closed tabs."""
