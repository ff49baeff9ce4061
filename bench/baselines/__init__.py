"""What the playground is measured against: bare Streamlit pages, and servers that do no work of their own."""
