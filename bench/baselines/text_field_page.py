"""A page with one text field and one block of code."""

import json

import streamlit as st

user = st.text_input("user", key="user")
st.code(json.dumps({"model": "openai/dall-e-2", "user": user}, indent=2), language="json")
