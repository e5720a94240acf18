"""The explorer (Streamlit). Views only render; every number comes from the store."""
