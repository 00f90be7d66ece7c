"""The edge: options in, calls, exit codes and tables out."""
