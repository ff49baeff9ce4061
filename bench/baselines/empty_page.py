"""A page with one heading."""

import streamlit as st

st.title("Empty")
