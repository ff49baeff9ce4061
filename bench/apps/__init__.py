"""What the playground is measured against: plain Streamlit pages, and servers that do nothing of their own."""
