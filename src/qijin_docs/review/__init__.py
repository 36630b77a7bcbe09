"""Is the content acceptable? One rule, one function; rules read models and yield findings."""
