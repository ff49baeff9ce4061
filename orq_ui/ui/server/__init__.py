"""What the server does beside Streamlit's script: calls, emulator, history, pictures, routes, headers, lifespan."""
