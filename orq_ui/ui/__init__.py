"""The playground's face: the only package that imports Streamlit."""
